import { readCondition, type Condition } from "./conditions";
import { SyntaxFault, Tokens, tokensOf } from "./tokens";

export type Verb = "inspect" | "read" | "use" | "manage";

/** Whom a statement is about. Names stand without their identity domain and in small letters. */
export interface Subject {
  readonly kind: "group" | "dynamic-group" | "service" | "any-user" | "any-group" | "resource";
  readonly names: readonly string[];
  readonly ids: readonly string[];
}

/** Where it holds: the tenancy, or a compartment by its OCID or path of names, and everything below. */
export type Place = { readonly id: string } | { readonly path: readonly string[] } | "tenancy";

/** One statement of a policy. */
export interface Statement {
  readonly effect: "allow" | "deny";
  readonly subject: Subject;
  readonly verb?: Verb;
  /** In braces in place of a verb: `{KEY_ENCRYPT, KEY_DECRYPT}`. */
  readonly permissions?: readonly string[];
  /** `object-family`; absent beside permissions. */
  readonly resources?: string;
  readonly place: Place;
  readonly where?: Condition;
}

/** Statements between tenancies, which are not evaluated here: no other tenancy is simulated. */
const foreign = /^\s*(?:define|endorse|admit)\s+\S+/i;

const subjects = ["group", "dynamic-group", "service", "any-user", "any-group", "resource"] as const;
const verbs = ["inspect", "read", "use", "manage"] as const;

const isOneOf = <T extends string>(all: readonly T[], text: string): text is T =>
  (all as readonly string[]).includes(text);

function readSubject(tokens: Tokens): Subject {
  const kind = tokens.take("a subject").text.toLowerCase();
  if (!isOneOf(subjects, kind)) throw new SyntaxFault(`"${kind}" is not one of ${subjects.join(", ")}`);
  const [names, ids]: [string[], string[]] = [[], []];
  if (kind === "any-user" || kind === "any-group") return { kind, names, ids };
  if (kind === "resource") {
    while (!tokens.isWord("to")) names.push(tokens.take('"to"').text.toLowerCase());
    return { kind, names, ids };
  }
  tokens.list(() => {
    // "group A, group B" is the same as "group A, B".
    tokens.word(kind);
    if (tokens.isWord("id")) {
      tokens.take("");
      ids.push(tokens.take("an OCID").text.toLowerCase());
    } else names.push(readName(tokens, kind));
  });
  return { kind, names, ids };
}

/** A name, behind its identity domain or not: `Default/admins`, `'Default'/'admins'`. */
function readName(tokens: Tokens, kind: string): string {
  const { kind: token, text } = tokens.take(`the name of a ${kind}`);
  if (token === "sign" || (token === "word" && text.toLowerCase() === "to"))
    throw new SyntaxFault(`"${text}" stands where the name of a ${kind} is expected`);
  let name = text;
  const slash = (): boolean => tokens.next?.kind === "word" && tokens.next.text.startsWith("/");
  if (slash()) name = tokens.take("a name").text;
  if (name.endsWith("/")) name = tokens.take("a name").text;
  return name.slice(name.lastIndexOf("/") + 1).toLowerCase();
}

function readPlace(tokens: Tokens): Place {
  if (tokens.word("tenancy") !== undefined) return "tenancy";
  tokens.expect("compartment");
  if (tokens.word("id") !== undefined) return { id: tokens.take("an OCID").text };
  return { path: tokens.take("the name of a compartment").text.split(":") };
}

function readAllow(tokens: Tokens, effect: Statement["effect"]): Statement {
  const subject = readSubject(tokens);
  tokens.expect("to");
  let grant: Pick<Statement, "verb" | "permissions">;
  if (tokens.sign("{")) {
    grant = { permissions: tokens.list(() => tokens.take("a permission").text.toUpperCase()) };
    tokens.expect("}");
  } else {
    const verb = tokens.take("a verb").text.toLowerCase();
    if (!isOneOf(verbs, verb)) throw new SyntaxFault(`"${verb}" is not one of ${verbs.join(", ")}`);
    grant = { verb };
  }
  const resources = tokens.isWord("in") ? undefined : tokens.take("a resource type").text.toLowerCase();
  if (grant.verb !== undefined && resources === undefined)
    throw new SyntaxFault(`it does not say what to ${grant.verb}`);
  tokens.expect("in");
  const place = readPlace(tokens);
  const where = tokens.word("where") === undefined ? undefined : readCondition(tokens);
  if (tokens.next) throw new SyntaxFault(`"${tokens.next.text}" stands where the statement should end`);
  return {
    effect,
    subject,
    ...grant,
    ...(resources === undefined ? {} : { resources }),
    place,
    ...(where === undefined ? {} : { where }),
  };
}

/**
 * Reads a policy statement (IAM guide, "Policy Syntax", "Advanced Policy Features", "IAM Deny Policies").
 * @returns the statement; undefined for one between tenancies; what is wrong with it as a text.
 */
export function parseStatement(text: string): Statement | undefined | string {
  if (foreign.test(text)) return undefined;
  try {
    const tokens = new Tokens(tokensOf(text.trim()));
    const effect = tokens.word("allow", "deny");
    if (effect === undefined)
      throw new SyntaxFault("it starts with none of Allow, Deny, Define, Endorse and Admit");
    return readAllow(tokens, effect as Statement["effect"]);
  } catch (error) {
    if (error instanceof SyntaxFault) return error.message;
    throw error;
  }
}

/** Reads the matching rule of a dynamic group: a condition without `where` (IAM guide, "Writing Matching Rules"). */
export function parseRule(text: string): Condition | string {
  try {
    const tokens = new Tokens(tokensOf(text.trim()));
    const rule = readCondition(tokens);
    return tokens.next ? `"${tokens.next.text}" stands where the rule should end` : rule;
  } catch (error) {
    if (error instanceof SyntaxFault) return error.message;
    throw error;
  }
}
