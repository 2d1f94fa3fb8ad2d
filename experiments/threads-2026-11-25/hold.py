# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The emonet authors
"""Plays the other thread in a debugger: one thread only, and the variable changed as by another.

    gdb -q -batch -x hold.py --args ./compile 200 alone

PLACE is where Debian 12's libdnnl 2.6.3-1 for amd64 keeps the variable: the only place of its
writable memory that describing and compiling still change once each kind was done before.
"""
import gdb

PLACE = 0x25DBB60


class Written(gdb.Breakpoint):
    """Makes 2, what 16-bit floats want, of the 1 that 32-bit floats want."""

    def stop(self):
        value = gdb.selected_inferior().read_memory(self.place, 4)
        if int.from_bytes(bytes(value), "little") == 1:
            gdb.selected_inferior().write_memory(self.place, (2).to_bytes(4, "little"))
        return False


gdb.execute("set breakpoint pending on")
gdb.execute("break dnnl_engine_create")
gdb.execute("run")
gdb.execute("delete")
mappings = gdb.execute("info proc mappings", to_string=True).splitlines()
base = int(next(line for line in mappings if "libdnnl" in line).split()[0], 16)
written = Written(f"*(int*){base + PLACE}", gdb.BP_WATCHPOINT, gdb.WP_WRITE)
written.place = base + PLACE
gdb.execute("continue")
