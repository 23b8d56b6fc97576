/** What EventBridge puts around the detail of an event. */
export interface Head {
  readonly version: "0";
  readonly id: string;
  readonly "detail-type": string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly "replay-name"?: string;
}

/**
 * An event as it is delivered. The detail stays the text that its producer sent: numbers keep their spelling, large ones
 * their digits.
 */
export class Envelope {
  readonly text: string;

  constructor(
    readonly head: Head,
    private readonly detail: string,
  ) {
    this.text = `${JSON.stringify(head).slice(0, -1)},"detail":${detail}}`;
  }

  /** The same event as a replay delivers it. */
  replayedAs(name: string): Envelope {
    return new Envelope({ ...this.head, "replay-name": name }, this.detail);
  }
}
