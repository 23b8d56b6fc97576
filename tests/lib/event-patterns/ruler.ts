import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Pair } from "./generate";

/** A matcher's answer; `unstable` when it depends on the version of Java. */
export type Answer = "match" | "no match" | "refused" | "unstable";

const ANSWERS: Readonly<Record<string, Answer>> = { t: "match", f: "no match", e: "refused", u: "unstable" };

/** AWS's event-ruler in a Java process of its own, asked over its standard input and output. */
export class EventRuler {
  private readonly child;
  private readonly lines;

  /** @param classPath the jars of event-ruler and what it needs. */
  constructor(classPath: readonly string[]) {
    const driver = path.join(__dirname, "Driver.java");
    // No name is looked up: event-ruler asks the system's resolver for what only looks like an address.
    const options = ["-XX:+UseSerialGC", "-Djdk.net.hosts.file=/dev/null"];
    this.child = spawn("java", [...options, "-cp", classPath.join(path.delimiter), driver], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  /** The answers to many pairs, in their order. */
  async ask(pairs: readonly Pair[]): Promise<Answer[]> {
    const base64 = (text: string) => Buffer.from(text).toString("base64");
    this.child.stdin.write(
      pairs.map(({ pattern, event }) => `${base64(pattern)}\t${base64(event)}\n`).join(""),
    );
    const answers: Answer[] = [];
    while (answers.length < pairs.length) {
      const line: IteratorResult<string, unknown> = await this.lines.next();
      const answer = line.done === true ? undefined : ANSWERS[line.value];
      if (answer === undefined) throw new Error("event-ruler's driver has ended, or wrote what is no answer");
      answers.push(answer);
    }
    return answers;
  }

  close(): void {
    this.child.stdin.end();
  }
}
