// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// How a page looks: on paper, light, dark, narrow and wide.
///
/// Blue, vermilion and green are those of Okabe and Ito, which people tell apart whatever their sight.
enum Stylesheet {
  static let text = """
    :root {
      color-scheme: light dark;
      --paper: #fff; --ink: #1a1a1a; --muted: #595959; --rule: #c9c9c9; --grid: #e6e6e6;
      --field: #f4f4f4; --rest: #c4c8cc; --a: #0072b2; --b: #c35200; --c: #007d5b;
      --seq: #08306b; --inverse: #fff;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --paper: #15181b; --ink: #e6e6e4; --muted: #a9aeb3; --rule: #454b51; --grid: #2c3136;
        --field: #1e2226; --rest: #4d545b; --a: #56b4e9; --b: #f0944d; --c: #45c49c;
        --seq: #4d9fd6; --inverse: #0d1012;
      }
    }
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
    body {
      margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 66rem; background: var(--paper);
      color: var(--ink); font: 1rem/1.5 Charter, Georgia, Cambria, "Times New Roman", serif;
      overflow-wrap: break-word;
    }
    header { border-bottom: 1px solid var(--rule); padding-bottom: 1rem; }
    h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .5rem; font-weight: 600; }
    h2 { font-size: 1.25rem; margin: 0 0 .5rem; font-weight: 600; }
    section { padding-top: 2.25rem; }
    p { margin: 0 0 .75rem; max-width: 42rem; }
    nav ul { list-style: none; margin: .75rem 0 0; padding: 0; display: flex; flex-wrap: wrap;
      gap: .25rem 1rem; font: .875rem/1.5 system-ui, sans-serif; }
    a { color: var(--a); }
    .exhibit { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem 2.5rem;
      align-items: start; margin: .75rem 0 1.5rem; }
    @media (min-width: 52rem) {
      .exhibit.pair:not(.wide) { grid-template-columns: minmax(0, 26rem) minmax(0, 1fr); }
    }
    .gallery { display: grid; gap: 1.25rem 2rem; margin: 1rem 0 1.5rem;
      grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr)); }
    figure { margin: 0; max-width: 27rem; }
    figcaption, caption { font: .8125rem/1.4 system-ui, sans-serif; color: var(--muted);
      text-align: left; }
    figcaption { margin-top: .35rem; }
    caption { padding-bottom: .35rem; max-width: calc(100vw - 2rem); }
    .scroll { overflow-x: auto; }
    .scroll:focus-visible { outline: 2px solid var(--a); outline-offset: 2px; }
    table { border-collapse: collapse; font: .8125rem/1.4 system-ui, sans-serif;
      font-variant-numeric: tabular-nums lining-nums; }
    thead th { border-top: 2px solid var(--ink); border-bottom: 1px solid var(--ink);
      font-weight: 600; vertical-align: bottom; }
    tbody tr:last-child > * { border-bottom: 2px solid var(--ink); }
    th, td { padding: .22rem .7rem .22rem 0; text-align: left; vertical-align: top;
      font-weight: 400; }
    tbody td, tbody th { border-bottom: 1px solid var(--grid); }
    th.n, td.n { text-align: right; white-space: nowrap; }
    td.t, th.t { max-width: 26rem; overflow-wrap: break-word; }
    tbody th.t { min-width: 10rem; }
    tbody th.k { min-width: 4.5rem; white-space: nowrap; }
    svg { display: block; width: 100%; height: auto; font: 12px system-ui, sans-serif; }
    svg text { fill: var(--ink); font-variant-numeric: tabular-nums; }
    svg .muted { fill: var(--muted); }
    svg .small { font-size: 9.5px; }
    svg .inverse { fill: var(--inverse); }
    svg .grid { stroke: var(--grid); stroke-width: 1; }
    svg .reference { stroke: var(--muted); stroke-width: 1; stroke-dasharray: 4 3; }
    svg .interval { stroke: var(--a); stroke-width: 1.5; }
    svg .curve { fill: none; stroke: var(--a); stroke-width: 1.75; stroke-linejoin: round; }
    svg .pitch { fill: none; stroke: var(--b); stroke-width: 1.75; stroke-linejoin: round; }
    svg .a { fill: var(--a); } svg .b { fill: var(--b); } svg .c { fill: var(--c); }
    svg .rest { fill: var(--rest); } svg .field { fill: var(--field); } svg .seq { fill: var(--seq); }
    @media print {
      :root {
        --paper: #fff; --ink: #000; --muted: #444; --rule: #999; --grid: #ddd; --field: #f4f4f4;
        --rest: #c4c8cc; --a: #0072b2; --b: #c35200; --c: #007d5b; --seq: #08306b;
        --inverse: #fff;
      }
      * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
      body { font-size: 9.5pt; max-width: none; padding: 0; }
      nav { display: none; }
      .scroll { overflow: visible; }
      .exhibit.pair:not(.wide) { grid-template-columns: minmax(0, 8cm) minmax(0, 1fr); }
      figure, tr, h2 { break-inside: avoid; }
      h2 { break-after: avoid; }
      section { padding-top: 1.2rem; }
    }
    """
}
