package io.github.mzmaven.report;

import io.github.mzmaven.text.Count;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text as GitHub, GitLab and others show it, whatever the names in it are: no name makes markup, a mention or a link to an
 * issue. Special characters become entities, which mean nothing to Markdown (CommonMark 0.31, section 2.5).
 */
final class Markdown {
    /** An underscore inside a word means nothing. */
    private static final Pattern SPECIAL =
            Pattern.compile("[&<>`*~\\[\\]|\\\\$]|(?<![\\p{L}\\p{N}])_|_(?![\\p{L}\\p{N}])");

    private static final int LONGEST_TEXT = 1_000;
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_.,:;/()=+%… @#-]+");
    private static final Pattern BACKTICKS = Pattern.compile("`{3,}");
    /** GitHub looks for these in the text that it shows, so that an entity does not help: a character of no width does. */
    private static final Pattern REFERENCE = Pattern.compile("(?<![\\p{L}\\p{N}_])[@#](?=[\\p{L}\\p{N}])");

    private final StringBuilder text = new StringBuilder();

    /** Text on one line. */
    static String text(String said) {
        return SPECIAL.matcher(REFERENCE.matcher(line(said)).replaceAll("$0\u200B"))
                .replaceAll(special -> "&#" + (int) special.group().charAt(0) + ";");
    }

    /** A name on one line, where nobody is mentioned either. */
    static String code(String name) {
        String line = line(name);
        return PLAIN.matcher(line).matches() && line.equals(line.strip())
                ? "`" + line + "`"
                : "<code>" + text(line) + "</code>";
    }

    private static String line(String said) {
        if (said == null) {
            return "–";
        }
        // No more than can be shown is looked at: a list of names may be very long.
        String start = said.substring(0, Math.min(said.length(), 4 * LONGEST_TEXT));
        return Texts.shortened(visible(start).replaceAll("\\s+", " ").strip(), LONGEST_TEXT);
    }

    /** Without characters that move the cursor, or turn the direction of what follows. */
    private static String visible(String said) {
        return said.replaceAll("\\R", "\n")
                .replaceAll("[\\p{Cc}\\p{Cs}\u202A-\u202E\u2066-\u2069&&[^\\n\\t]]", "\uFFFD");
    }

    Markdown heading(int level, String markdown) {
        return add("#".repeat(level) + " " + markdown).add("");
    }

    /** A paragraph that is Markdown already. */
    Markdown paragraph(String markdown) {
        return add(markdown).add("");
    }

    /** Items that are Markdown already: so many of them, and how many are left out. */
    Markdown list(List<String> items, int limit) {
        items.stream().limit(limit).forEach(item -> add("- " + item));
        if (items.size() > limit) {
            add("- and " + (items.size() - limit) + " more");
        }
        return add("");
    }

    /**
     * A table of cells that are Markdown already: so many rows, and how many are left out.
     *
     * @param heads one that begins with a {@code >} is of numbers
     */
    Markdown table(List<String> heads, List<List<String>> rows, int limit) {
        var names = new ArrayList<String>();
        var lines = new ArrayList<String>();
        for (String head : heads) {
            names.add(head.startsWith(">") ? head.substring(1) : head);
            lines.add(head.startsWith(">") ? "---:" : "---");
        }
        row(names);
        row(lines);
        rows.stream().limit(limit).forEach(this::row);
        add("");
        return rows.size() > limit ? paragraph("… and " + Count.of(rows.size() - limit, "row") + " more.") : this;
    }

    private void row(List<String> cells) {
        add("| " + String.join(" | ", cells) + " |");
    }

    /** Lines as they are; of a long text so many characters, by whole lines, and how many lines are left out. */
    Markdown block(String language, String lines, int limit) {
        String all = visible(lines).stripTrailing();
        String shown = all;
        if (all.length() > limit) {
            int end = all.lastIndexOf('\n', limit);
            shown = end < 0 ? Texts.shortened(all, limit) : all.substring(0, end);
        }
        String fence = fence(shown);
        add(fence + language).add(shown).add(fence).add("");
        long left = all.lines().count() - shown.lines().count();
        return left == 0 ? this : paragraph("… and " + Count.of(left, "line") + " more.");
    }

    /** Longer than any in the text, so that none ends the block. */
    private static String fence(String text) {
        int longest = 2;
        Matcher run = BACKTICKS.matcher(text);
        while (run.find()) {
            longest = Math.max(longest, run.end() - run.start());
        }
        return String.join("", Collections.nCopies(longest + 1, "`"));
    }

    /** What is shown at a click. */
    Markdown folded(String summary, Runnable inside) {
        add("<details><summary>" + summary + "</summary>").add("");
        inside.run();
        return add("</details>").add("");
    }

    private Markdown add(String line) {
        text.append(line).append('\n');
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
