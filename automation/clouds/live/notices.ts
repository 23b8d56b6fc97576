import { recordsOf, textOf, type ApiCall } from "./call";

/** What was published to a topic. */
export interface Notice {
  readonly subject: string | undefined;
  readonly message: string;
}

/** What topics were told, whoever listens. */
export class Notices {
  private readonly told = new Map<string, Notice[]>();

  /** Notices calls that SNS has taken. */
  readonly notice = ({ service, action, input }: ApiCall): void => {
    if (service !== "sns" || !action.startsWith("Publish")) return;
    const topic = textOf(input, "TopicArn") ?? "";
    const entries = action === "Publish" ? [input] : recordsOf(input, "PublishBatchRequestEntries");
    const name = topic.slice(topic.lastIndexOf(":") + 1);
    const notices = entries.map((entry) => ({
      subject: textOf(entry, "Subject"),
      message: textOf(entry, "Message") ?? "",
    }));
    this.told.set(name, [...this.of(name), ...notices]);
  };

  /** What a topic was told, in the order in which it was. */
  of(topic: string): readonly Notice[] {
    return this.told.get(topic) ?? [];
  }
}
