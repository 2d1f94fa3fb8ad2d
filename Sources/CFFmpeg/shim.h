// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/channel_layout.h>
#include <libavutil/display.h>
#include <libavutil/imgutils.h>
#include <libavutil/log.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
#include <libswresample/swresample.h>
#include <libswscale/swscale.h>

// Computed macros that Swift does not import.
static const int emonet_AVERROR_EOF = AVERROR_EOF;
static const int emonet_AVERROR_EAGAIN = AVERROR(EAGAIN);
static const int emonet_AVERROR_INVALIDDATA = AVERROR_INVALIDDATA;
static const int64_t emonet_AV_NOPTS_VALUE = AV_NOPTS_VALUE;
