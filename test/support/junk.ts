import { FastCheck } from "effect"

/** Runs of each property that throws random input at something. `OPENCHAT_FUZZ_RUNS` asks for more. */
export const fuzzRuns = Number(process.env["OPENCHAT_FUZZ_RUNS"] ?? 16)

const long = "x".repeat(100_000)
const tooLong = "é".repeat(600_000)

/** As a message between windows or a line of JSON brings them: a key that is the prototype's everywhere else. */
const poisoned: ReadonlyArray<unknown> = [
  JSON.parse('{"__proto__":{"isAdmin":true}}'),
  JSON.parse('{"constructor":{"prototype":{"isAdmin":true}}}'),
  JSON.parse('{"toString":1,"length":-1,"then":null}'),
]

const nested = (depth: number): unknown => (depth === 0 ? 1 : { mutations: [nested(depth - 1)] })

/** Values that are trouble somewhere, as JSON carries them. */
const wellKnownJson = FastCheck.oneof(
  { weight: 20, arbitrary: FastCheck.constantFrom<Array<unknown>>(null, true, false, 0, -1, 0.5, 1e308) },
  { weight: 10, arbitrary: FastCheck.constantFrom<Array<unknown>>(2 ** 31, 2 ** 53, -(2 ** 63), 1e-320) },
  {
    weight: 20,
    arbitrary: FastCheck.constantFrom<Array<unknown>>(
      "",
      " ",
      "\u0000",
      "\ud800",
      "\udc00x",
      "null",
      "__proto__",
      "'; DROP TABLE chat; --",
      "../../etc/passwd",
      "%00",
      "a".repeat(21),
      "a".repeat(20),
    ),
  },
  { weight: 10, arbitrary: FastCheck.constantFrom<Array<unknown>>([], {}, [[]], [null], [{}], { _tag: "" }) },
  { weight: 10, arbitrary: FastCheck.constantFrom<Array<unknown>>(...poisoned, nested(50)) },
  { weight: 4, arbitrary: FastCheck.constant<unknown>(long) },
  { weight: 1, arbitrary: FastCheck.constant<unknown>(tooLong) },
)

/** Whatever JSON can say. */
export const jsonJunk = FastCheck.oneof(wellKnownJson, FastCheck.jsonValue())

/** Whatever a message between a page and its worker can carry, which is more than JSON. */
export const junk = FastCheck.oneof(
  { weight: 6, arbitrary: wellKnownJson },
  {
    weight: 2,
    arbitrary: FastCheck.constantFrom<Array<unknown>>(
      undefined,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      -0,
      10n ** 30n,
      new Date(Number.NaN),
      new Map([["chatId", 1]]),
      new Uint8Array(3),
      /x/,
      new Error("no input"),
    ),
  },
  {
    weight: 4,
    arbitrary: FastCheck.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withSparseArray: true,
      withNullPrototype: true,
    }),
  },
)

type Path = ReadonlyArray<string>

const placesIn = (value: unknown, path: Path = []): ReadonlyArray<Path> => [
  path,
  ...(typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, part]) => placesIn(part, [...path, key]))
    : []),
]

type Fault = "replaced" | "missing" | "renamed" | "added" | "listed"

const spoil = (value: unknown, [key, ...rest]: Path, fault: Fault, by: unknown): unknown => {
  if (key === undefined) return fault === "listed" ? [value] : by
  if (typeof value !== "object" || value === null) return by
  const part: unknown = Reflect.get(value, key)
  const last = rest.length === 0
  const others = Object.entries(value).filter(([name]) => !(last && fault !== "added" && name === key))
  const changed: ReadonlyArray<readonly [string, unknown]> = !last
    ? others.map(([name, it]) => [name, name === key ? spoil(it, rest, fault, by) : it])
    : fault === "missing"
      ? others
      : [
          ...others,
          fault === "renamed"
            ? [`${key}_`, part]
            : fault === "added"
              ? ["surplus", by]
              : [key, fault === "listed" ? [part] : by],
        ]
  return Array.isArray(value) ? changed.map(([, it]) => it) : Object.fromEntries(changed)
}

/** What nearly fits: a good value of which one part is missing, renamed, something else, or in a list. */
export const spoilt = (good: FastCheck.Arbitrary<unknown>, bad: FastCheck.Arbitrary<unknown>) =>
  FastCheck.tuple(
    good,
    FastCheck.nat(1_000),
    FastCheck.constantFrom<Array<Fault>>("replaced", "replaced", "missing", "renamed", "added", "listed"),
    bad,
  ).map(([value, at, fault, by]) => {
    const places = placesIn(value)
    return spoil(value, places[at % places.length] ?? [], fault, by)
  })

/** The same with ids that there are in the place of some that it names, by the names of their fields. */
export const fitted = (
  value: unknown,
  ids: Readonly<Record<string, ReadonlyArray<string>>>,
  at: number,
): unknown => {
  if (Array.isArray(value)) return value.map((it, index) => fitted(it, ids, at + index))
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, it]: [string, unknown]) => {
      const known = Object.hasOwn(ids, key) ? (ids[key] ?? []) : []
      // every fourth stays as it is: an id that nobody has
      const id = typeof it === "string" && at % 4 !== 0 ? known[at % known.length] : undefined
      return [key, id ?? fitted(it, ids, at + 1)]
    }),
  )
}
