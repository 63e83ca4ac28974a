import { type Schema, SchemaAST } from "effect"
import { adviceFor, AppError, cureOf } from "../../src/domain/errors/AppError.ts"
import { AssistantError } from "../../src/domain/errors/AssistantErrors.ts"
import { InputError } from "../../src/domain/errors/InputErrors.ts"
import { StorageError } from "../../src/domain/errors/StorageErrors.ts"
import { SyncError } from "../../src/domain/errors/SyncErrors.ts"
import { errorGuide } from "./errorGuide.ts"

/** The width that the other pages are written in. */
const columns = 120

const wrapped = (text: string): string =>
  text
    .split(" ")
    .reduce<ReadonlyArray<string>>((lines, word) => {
      const last = lines.at(-1)
      if (last === undefined) return [word]
      const longer = `${last} ${word}`
      return longer.length <= columns ? [...lines.slice(0, -1), longer] : [...lines, word]
    }, [])
    .join("\n")

const unique = <A>(all: ReadonlyArray<A>) => [...new Set(all)]

const typeOf = (property: SchemaAST.PropertySignature) => String(property.type)

/** What an error carries besides its sentence. */
const fieldsOf = (tag: AppError["_tag"]): string => {
  const member = AppError.members.flatMap((group): ReadonlyArray<Schema.Schema.Any> => group.members)
  const found = member.find((it) => {
    const [identifier] = SchemaAST.getPropertySignatures(SchemaAST.encodedAST(it.ast)).filter(
      ({ name }) => name === "_tag",
    )
    return identifier !== undefined && String(identifier.type) === `"${tag}"`
  })
  const fields = found === undefined ? [] : SchemaAST.getPropertySignatures(SchemaAST.encodedAST(found.ast))
  return fields
    .filter(({ name }) => name !== "_tag")
    .map((it) => `\`${String(it.name)}\` (${typeOf(it)})`)
    .join(", ")
}

const sectionOf = (tag: AppError["_tag"]): string => {
  const { cause, cure, examples } = errorGuide[tag]
  const fields = fieldsOf(tag)
  const cures = unique(examples.map((error) => `\`${cureOf(error)}\``)).join(", ")
  return [
    `### ${tag}`,
    wrapped(cause),
    ...unique(examples.map(({ message }) => message)).map((message) => wrapped(`> ${message}`)),
    ...(fields === "" ? [] : [wrapped(`**Carries:** ${fields}.`)]),
    wrapped(`**Cure:** ${cures}.${cure === "" ? "" : ` ${cure}`}`),
  ].join("\n\n")
}

const groups = [
  { title: "Storage", intro: "The database on this device.", union: StorageError },
  { title: "Input", intro: "What was asked for cannot be done. Nothing was changed.", union: InputError },
  {
    title: "Sync",
    intro:
      "Between this device and a server. Whatever happens here, changes stay on the device until the server has " +
      "taken them.",
    union: SyncError,
  },
  {
    title: "Replies",
    intro:
      "Between this device and a model that answers. What a person wrote is saved before anything is asked of it.",
    union: AssistantError,
  },
]

const cureTable = [
  "| cure | what to do, as the person reads it |",
  "| ---- | ---------------------------------- |",
  ...Object.entries(adviceFor).map(([cure, advice]) => `| \`${cure}\` | ${advice} |`),
].join("\n")

/** `docs/errors.md`, from the schemas of the errors and from what they say of themselves. */
export const errorsPage = (): string =>
  [
    "# Errors",
    wrapped(
      "Every way in which OpenChat can fail, why it happens, what a person reads, and what helps. The classes are in " +
        "[`src/domain/errors`](../src/domain/errors). This page is written from them by `npm run docs`; a test fails " +
        "when it is out of date.",
    ),
    "## How to read this page",
    wrapped(
      "A person reads two sentences or more: what happened and whether anything was lost (the quoted line), then what " +
        "to do, which follows from the error's cure:",
    ),
    cureTable,
    wrapped(
      "In code: `describe(error)` gives the whole text, `cureOf(error)` the cure, and `curedByWaiting(error)` says " +
        "whether the same call may simply be made again. Anything that is none of these errors is a defect: it is " +
        "reported, and no other call suffers from it.",
    ),
    ...groups.flatMap(({ intro, title, union }) => [
      `## ${title}`,
      wrapped(intro),
      ...union.members.map((member) => sectionOf(member._tag)),
    ]),
  ].join("\n\n") + "\n"
