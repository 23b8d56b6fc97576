import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.event.ruler.Ruler;

/**
 * Asks event-ruler. Each line in is a pattern and an event, both Base64 of UTF-8 with a tab between; each line out is
 * one letter: t or f for its answer, e when it throws, u when the answer is this Java version's and not event-ruler's.
 * Every question is put to a new machine, so that asking again shows whether an answer is stable.
 */
public class Driver {
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");

    public static void main(String[] args) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        BufferedWriter out = new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.US_ASCII));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            int tab = line.indexOf('\t');
            out.write(answer(text(line.substring(0, tab)), text(line.substring(tab + 1))));
            out.write('\n');
            if (!in.ready()) out.flush();
        }
        out.flush();
    }

    private static String text(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    private static char answer(String pattern, String event) {
        if (!printsShortest(pattern) || !printsShortest(event)) return 'u';
        try {
            return Ruler.matchesRule(event, pattern) ? 't' : 'f';
        } catch (Exception e) {
            return 'e';
        }
    }

    /**
     * Whether this Java writes every number of a text as the shortest decimal that is read back as it. Before Java 19 it
     * does not always (JDK-4511638), and event-ruler asks Double.toString whether a double can hold a decimal.
     */
    private static boolean printsShortest(String text) {
        Matcher numbers = NUMBER.matcher(text);
        while (numbers.find()) {
            double value = Double.parseDouble(numbers.group());
            if (Double.isInfinite(value) || value == 0 || value == Math.rint(value) && Math.abs(value) < 1e15) continue;
            BigDecimal exact = new BigDecimal(value);
            BigDecimal printed = new BigDecimal(Double.toString(value));
            int digits = Math.max(2, printed.stripTrailingZeros().precision());
            BigDecimal nearest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            BigDecimal shorter = exact.round(new MathContext(digits - 1, RoundingMode.HALF_EVEN));
            if (nearest.compareTo(printed) != 0 || digits > 2 && shorter.doubleValue() == value) return false;
        }
        return true;
    }
}
