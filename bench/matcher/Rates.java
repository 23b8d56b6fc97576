import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import software.amazon.event.ruler.Machine;

/** java Rates.java FILE RUNS: what worker.mjs does, by event-ruler, with one machine for all rules. */
public class Rates {
    public static void main(String[] args) throws Exception {
        JsonNode given = new ObjectMapper().readTree(new File(args[0]));
        int runs = Integer.parseInt(args[1]);
        List<String> events = new ArrayList<>();
        given.get("events").forEach(event -> events.add(event.asText()));

        long start = System.nanoTime();
        Machine machine = Machine.builder().build();
        int number = 0;
        for (JsonNode rule : given.get("rules")) machine.addRule("rule-" + number++, rule.asText());
        double compileSeconds = (System.nanoTime() - start) / 1e9;

        measure(machine, events, given.get("warmUpSeconds").asDouble());
        StringBuilder rates = new StringBuilder();
        double matches = 0;
        for (int run = 0; run < runs; run++) {
            double[] measured = measure(machine, events, given.get("runSeconds").asDouble());
            rates.append(run == 0 ? "" : ",").append(measured[0]);
            matches = measured[1];
        }
        System.out.printf(
            "{\"compileSeconds\":%s,\"perSecond\":[%s],\"matchesPerPass\":%s}%n", compileSeconds, rates, matches);
    }

    private static double[] measure(Machine machine, List<String> events, double seconds) throws Exception {
        long from = System.nanoTime();
        long passes = 0;
        long matched = 0;
        do {
            for (String event : events) matched += machine.rulesForJSONEvent(event).size();
            passes++;
        } while (System.nanoTime() - from < seconds * 1e9);
        double took = (System.nanoTime() - from) / 1e9;
        return new double[] {passes * events.size() / took, (double) matched / passes};
    }
}
