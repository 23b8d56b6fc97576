import * as v from "valibot";

/** Text of ASCII that is seen, so that an id can go into logs, headers and message attributes as it is. */
const id = (about: string) =>
  v.pipe(v.string(), v.regex(/^[!-~]{1,128}$/), v.maxLength(128), v.description(about));

/** `major.minor`: a new minor only adds, a new major is a new schema with handlers of its own. */
export const VERSION = /^([1-9][0-9]*)\.(0|[1-9][0-9]*)$/;

/** The major of a version such as `1.0`, or undefined when the text is none. */
export const majorOf = (version: string): number | undefined => {
  const major = VERSION.exec(version)?.[1];
  return major === undefined ? undefined : Number(major);
};

/**
 * What every event carries beside its own fields.
 *
 * @param major the versions that the schema stands for; every minor of it is taken.
 */
export const metadataSchema = (major: number) =>
  v.pipe(
    v.object({
      eventId: id("Made once by the producer, the same through every re-send: duplicates are known by it"),
      correlationId: id("Copied unchanged from the request or event that led to this one"),
      version: v.pipe(
        v.string(),
        v.regex(new RegExp(`^${major}\\.(0|[1-9][0-9]{0,3})$`)),
        v.maxLength(`${major}`.length + 5),
        v.description("Schema version, major.minor"),
      ),
      timestamp: v.pipe(
        v.string(),
        v.isoTimestamp(),
        v.regex(/Z$/),
        v.maxLength(32),
        v.description("When it happened, UTC"),
      ),
      sequence: v.optional(
        v.pipe(
          v.number(),
          v.integer(),
          v.minValue(0),
          v.maxValue(Number.MAX_SAFE_INTEGER),
          v.description(
            "Grows with every event of one entity; what is older than the known state is ignored",
          ),
        ),
      ),
    }),
    v.description("What every event carries"),
  );

export type EventMetadata = v.InferOutput<ReturnType<typeof metadataSchema>>;
