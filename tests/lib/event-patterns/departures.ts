import type { Example } from "./published";

const shown = (title: string, pattern: string, event: string, matches: boolean): Example => ({
  title,
  pattern,
  event,
  matches,
});

/**
 * Where EventBridge's matcher answers otherwise than its documentation says or one would think, one of each kind.
 * `docs/event-patterns.md` has a row for each; the tests ask both this matcher and event-ruler.
 */
export const DEPARTURES: readonly Example[] = [
  shown("A number equals its value in any spelling", '{"a":[1]}', '{"a":1.0e0}', true),
  shown(
    "A number that no double holds equals its own spelling only",
    '{"a":[12345678901234567890]}',
    '{"a":12345678901234567890.0}',
    false,
  ),
  shown("A number above 5e9 can be compared", '{"a":[{"numeric":[">",5e9]}]}', '{"a":6e300}', true),
  shown(
    "A number that no double holds is in no range",
    '{"a":[{"numeric":[">",0]}]}',
    '{"a":0.10000000000000001}',
    false,
  ),
  shown("A repeated name in a pattern replaces the one before", '{"a":[1],"a":[2]}', '{"a":1}', false),
  shown("A repeated name in an event has both values", '{"a":[1],"b":[2]}', '{"a":1,"b":2,"a":3}', true),
  shown("A dot in a name is one more level", '{"a":{"b":[1]}}', '{"a.b":1}', true),
  shown("The empty name is not seen below others", '{"a":{"":[1]}}', '{"a":{"":1}}', false),
  shown("The empty name at the top of a pattern is left out", '{"":{"a":[1]}}', '{"a":1}', true),
  shown("What follows the document is not read", '{"a":[1]} x', '{"a":1} {', true),
  shown("An object is not there, only its leaves are", '{"a":[{"exists":false}]}', '{"a":{"b":1}}', true),
  shown("An empty list is not there", '{"a":[{"exists":true}]}', '{"a":[]}', false),
  shown("anything-but wants the field to be there", '{"a":[{"anything-but":"x"}]}', '{"b":1}', false),
  shown("anything-but of texts fits a number", '{"a":[{"anything-but":{"prefix":"x"}}]}', '{"a":5}', true),
  shown(
    "anything-but fits when one element of a list does",
    '{"a":[{"anything-but":"x"}]}',
    '{"a":["x","y"]}',
    true,
  ),
  shown(
    "A text that is an address equals its other spellings",
    '{"a":["10.0.0.1"]}',
    '{"a":"10.0.0.001"}',
    true,
  ),
  shown("An IPv6 address can be in an IPv4 block", '{"a":[{"cidr":"10.0.0.0/24"}]}', '{"a":"a00:1::"}', true),
  shown("A number can be in a block of addresses", '{"a":[{"cidr":"18.0.0.0/8"}]}', '{"a":123}', true),
  shown(
    "A spelling is lost beside a block that begins with its first digit",
    '{"a":[0.10000000000000001,{"cidr":"10.0.0.0/8"}]}',
    '{"a":0.10000000000000001}',
    false,
  ),
  shown("ß is SS in any case", '{"a":[{"equals-ignore-case":"stra\u00dfe"}]}', '{"a":"STRASSE"}', true),
  shown("SS is not ß in any case", '{"a":[{"equals-ignore-case":"STRASSE"}]}', '{"a":"stra\u00dfe"}', false),
  shown(
    "A character outside the basic plane has no match in any case",
    '{"a":[{"equals-ignore-case":"\u{1F600}"}]}',
    '{"a":"\u{1F600}"}',
    false,
  ),
  shown("Half a surrogate pair is a question mark", '{"a":[{"prefix":"\\ud800"}]}', '{"a":"?"}', true),
  shown(
    "A wildcard makes another filter's first letter any text",
    '{"a":[{"wildcard":"*b"},{"equals-ignore-case":"e"}]}',
    '{"a":"xyz"}',
    true,
  ),
  shown(
    "A branch of $or is lost beside one that shares a value on each of its fields",
    '{"$or":[{"a":["x"]},{"a":["x","y"]}]}',
    '{"a":"y"}',
    false,
  ),
  shown(
    "$or with one branch, or a filter's name in it, is a field",
    '{"$or":[{"prefix":"x"}]}',
    '{"$or":"xy"}',
    true,
  ),
  shown("exactly is a filter", '{"a":[{"exactly":"10.0.0.1"}]}', '{"a":"10.0.0.01"}', false),
  shown(
    "A hexadecimal digit of an escape is known by its low byte",
    '{"a":["\\u004\u0131"]}',
    '{"a":"A"}',
    true,
  ),
  shown(
    "In lists with lists, values outside the element are left out",
    '{"a":{"b":[1],"c":[3]}}',
    '{"a":[{"b":1,"c":2}],"a":{"c":3}}',
    false,
  ),
];

/** Patterns that EventBridge's matcher refuses though they seem right, one of each kind. */
export const REFUSED: readonly { readonly title: string; readonly pattern: string }[] = [
  { title: "A block of one address", pattern: '{"a":[{"cidr":"10.0.0.1/32"}]}' },
  { title: "A bound that no double holds", pattern: '{"a":[{"numeric":[">",12345678901234567890]}]}' },
  { title: "A range of one number", pattern: '{"a":[{"numeric":[">=",5,"<=",5]}]}' },
  { title: "An upper bound before the lower", pattern: '{"a":[{"numeric":["<",5,">",1]}]}' },
  { title: "true, false or null in anything-but", pattern: '{"a":[{"anything-but":[true]}]}' },
  { title: "Texts and numbers in one anything-but", pattern: '{"a":[{"anything-but":["a",1]}]}' },
  { title: "Two wildcards side by side", pattern: '{"a":[{"wildcard":"a**"}]}' },
  { title: "A backslash before another character", pattern: '{"a":[{"wildcard":"a\\\\b"}]}' },
  { title: "An empty list of texts first", pattern: '{"a":[{"anything-but":{"prefix":[]}}]}' },
];
