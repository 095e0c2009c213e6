package io.github.mzmaven.report;

/** How the page looks: one sheet, light and dark, on a phone, on paper. */
final class Style {
    static final String CSS = """
            :root { --ground: #fdfdfc; --raised: #f4f4f1; --ink: #1c1e21; --soft: #5d636b; --rule: #e2e2dd;
              --old: #7a818b; --new: #0f6e56; --new-fill: #e3f2ec; --good: #0f6e56; --bad: #b3261e; --warn: #8a5300; --link: #0b57a4; }
            @media (prefers-color-scheme: dark) { :root { --ground: #131517; --raised: #1c1f22; --ink: #e8e9ea;
              --soft: #a0a7af; --rule: #2d3135; --old: #8f979f; --new: #5fd0a8; --new-fill: #15322a; --good: #5fd0a8;
              --bad: #ff8f85; --warn: #f0b35a; --link: #8bbcff; } }
            * { box-sizing: border-box; }
            html { -webkit-text-size-adjust: 100%; }
            body { margin: 0; background: var(--ground); color: var(--ink);
              font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
              font-variant-numeric: tabular-nums; }
            main { max-width: 62rem; margin: 0 auto; padding: 2.5rem 1.5rem 4rem; }
            article + article { margin-top: 4rem; padding-top: 2.5rem; border-top: 3px solid var(--rule); }
            h1, h2, h3, p, dl, ol { margin: 0; }
            h1 { font-size: 1.6rem; line-height: 1.25; font-weight: 650; letter-spacing: -.01em; overflow-wrap: anywhere; }
            h2 { font-size: 1.15rem; font-weight: 650; }
            h3 { font-size: .95rem; font-weight: 600; margin: 1.75rem 0 .6rem; }
            h3 + .note { margin: -.35rem 0 .9rem; }
            .eyebrow { color: var(--soft); font-size: .85rem; margin-bottom: .15rem; }
            dl { display: flex; flex-wrap: wrap; gap: .75rem 2.25rem; margin-top: 1.25rem; }
            dt { color: var(--soft); font-size: .8rem; }
            dd { margin: 0; overflow-wrap: anywhere; }
            nav ol { list-style: none; padding: 0; margin-top: 1.5rem; display: flex; flex-wrap: wrap; gap: .5rem; }
            nav li { border: 1px solid var(--rule); border-radius: 6px; padding: .3rem .7rem; }
            nav li.done { border-left: 3px solid var(--good); }
            nav li.failed { border-left: 3px solid var(--bad); }
            nav a { color: inherit; font-weight: 600; text-decoration: none; }
            nav a:hover { text-decoration: underline; }
            .goal { margin-top: 2.5rem; padding-top: 1.5rem; border-top: 1px solid var(--rule); }
            .when, .took, .kind, .note, .ids { color: var(--soft); font-size: .87rem; }
            .message { margin-top: .75rem; white-space: pre-wrap; overflow-wrap: anywhere; }
            .good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); }
            h2 .good, h2 .bad { font-weight: 500; }
            code, pre { font: .87em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
            code { overflow-wrap: anywhere; }
            pre { margin: .4rem 0 0; padding: .75rem 1rem; background: var(--raised); border-radius: 6px;
              white-space: pre-wrap; overflow-wrap: anywhere; }
            table { width: 100%; border-collapse: collapse; }
            caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
            th, td { text-align: left; vertical-align: baseline; padding: .4rem 1rem .4rem 0; border-bottom: 1px solid var(--rule); }
            th { color: var(--soft); font-size: .8rem; font-weight: 500; }
            th:last-child, td:last-child { padding-right: 0; }
            .number { text-align: right; white-space: nowrap; }
            .bar { width: 26%; vertical-align: middle; }
            th.bar { font-size: 0; }
            .bar rect { fill: var(--new); opacity: .75; }
            .kind { margin-left: .35rem; }
            td .kind, .ids { white-space: nowrap; }
            .added { color: var(--good); } .removed { color: var(--bad); } .changed { color: var(--warn); }
            .problems { padding-left: 1.4rem; } .problems li { margin-bottom: .6rem; }
            .pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 18rem), 1fr)); gap: 1.75rem 2rem; }
            .pictures svg { width: 100%; max-width: 26rem; height: auto; overflow: visible; }
            svg text { font: 12.5px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; fill: var(--ink); }
            svg .name { font-weight: 600; font-size: 13px; } svg .note { fill: var(--soft); font-size: 11.5px; }
            .swap path { fill: none; stroke-width: 2; }
            .swap path.old { stroke: var(--old); stroke-dasharray: 4 4; } .swap path.new { stroke: var(--new); stroke-width: 2.5; }
            .swap path.gap { stroke: var(--ground); stroke-width: 9; }
            .swap g.old rect { fill: var(--raised); stroke: var(--rule); } .swap g.old text { fill: var(--soft); }
            .swap g.new rect { fill: var(--new-fill); stroke: var(--new); } .swap g.new text { fill: var(--new); font-weight: 600; }
            .chart .grid, .chart .axis { stroke: var(--rule); } .chart .grid { stroke-dasharray: 2 4; }
            .chart .total { fill: none; stroke: var(--old); stroke-dasharray: 3 3; }
            .chart .line { fill: none; stroke: var(--new); stroke-width: 2; stroke-linejoin: round; }
            .chart .area { fill: var(--new-fill); } .chart .lag { fill: none; stroke: var(--warn); stroke-width: 1.5; }
            details { margin-top: 1.5rem; }
            summary { cursor: pointer; color: var(--link); }
            a:focus-visible, summary:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
            @media (max-width: 40rem) { main { padding: 1.5rem 1rem 3rem; } h1 { font-size: 1.3rem; } .wide { display: none; }
              th, td { padding-right: .6rem; } .bar { width: 22%; } td .kind { display: block; margin-left: 0; white-space: normal; } }
            @media print { :root { --ground: #fff; --raised: #f4f4f1; --ink: #000; --soft: #444; --rule: #ccc; --old: #666;
              --new: #0f6e56; --new-fill: #e3f2ec; --good: #0f6e56; --bad: #b3261e; --warn: #8a5300; --link: #000; }
              main { max-width: none; padding: 0; } tr, svg, li { break-inside: avoid; } h2, h3 { break-after: avoid; }
              details::details-content { content-visibility: visible; display: block; } }
            """;

    private Style() {}
}
