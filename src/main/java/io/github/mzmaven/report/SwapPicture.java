package io.github.mzmaven.report;

import static io.github.mzmaven.report.Html.escape;

import io.github.mzmaven.report.RunResult.Swap;
import java.util.List;
import java.util.stream.Collectors;

/** The swap as a picture: two names, and how what they name changes places. */
final class SwapPicture {
    /** What fits into a picture of 340 units, in the type that it uses. */
    private static final int LABEL_LENGTH = 40;

    /** The upper label is bold, and the kind stands at its right. */
    private static final int NAME_LENGTH = 34;

    private static final int ID_LENGTH = 11;

    private SwapPicture() {}

    static String of(List<Swap> swaps) {
        return swaps.stream()
                .map(SwapPicture::of)
                .collect(Collectors.joining(
                        "",
                        "<p class=\"note\">Before on the left, after on the right; the dashed line is the old one.</p>\n<div class=\"pictures\">\n",
                        "</div>\n"));
    }

    private static String of(Swap swap) {
        String copy = swap.copy() == null ? "its copy" : swap.copy();
        String title = "%s %s: was %s, is %s now; %s has %s"
                .formatted(swap.kind(), swap.name(), swap.oldId(), swap.newId(), copy, swap.oldId());
        return """
                <svg class="swap" viewBox="0 0 340 132" role="img"><title>%s</title>
                <text class="name" x="1" y="14">%s</text><text class="note" x="339" y="14" text-anchor="end">%s</text>
                <path class="old" d="M91 38 C170 38 170 94 249 94"/>
                <path class="gap" d="M91 94 C170 94 170 38 249 38"/>
                <path class="new" d="M91 94 C170 94 170 38 249 38"/>
                %s%s%s%s
                <text class="note" x="1" y="127">%s</text>
                </svg>
                """.formatted(
                        escape(title),
                        escape(Texts.shortened(swap.name(), NAME_LENGTH)),
                        escape(swap.kind()),
                        pill("old", 1, 24, swap.oldId()),
                        pill("new", 1, 80, swap.newId()),
                        pill("new", 249, 24, swap.newId()),
                        pill("old", 249, 80, swap.oldId()),
                        escape(Texts.shortened(copy, LABEL_LENGTH)));
    }

    private static String pill(String side, int x, int y, String id) {
        return """
                <g class="%s"><rect x="%d" y="%d" width="90" height="28" rx="6"/><text x="%d" y="%d" text-anchor="middle">%s</text></g>
                """.formatted(side, x, y, x + 45, y + 18, escape(Texts.shortened(String.valueOf(id), ID_LENGTH)));
    }
}
