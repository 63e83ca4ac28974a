import { importedPlace, packageOf, placeOf } from "./places.mjs"

/**
 * The first line whose folder holds a file decides. `places` are what it may import of this repository besides its
 * own folder, and `packages`, where given, all that it may import of others.
 */
const table = [
  {
    folder: "src/domain/",
    places: [],
    packages: ["effect", "@effect/rpc", "@effect/platform"],
  },
  { folder: "src/services/sync/", places: ["src/domain/", "src/services/"] },
  // imports are written as a page writes, which may be straight to the server
  { folder: "src/services/transfer/", places: ["src/domain/", "src/services/"] },
  // where all of them are put together
  { folder: "src/services/LocalDatabase.ts", places: ["src/services/"] },
  {
    folder: "src/services/",
    places: ["src/domain/"],
    except: ["src/services/sync/"],
  },
  { folder: "src/worker/", places: ["src/domain/", "src/services/"] },
  {
    folder: "src/markdown/",
    places: [],
    packages: ["marked", "remend", "highlight.js", "katex"],
  },
  {
    folder: "src/ui/",
    places: [
      "src/domain/",
      // the files, which a page reads itself when no worker starts
      "src/services/database/poolFiles.ts",
      "src/markdown/MarkdownWire.ts",
    ],
  },
  {
    folder: "src/server/",
    places: [
      "src/domain/",
      "src/services/database/",
      "src/services/Nanoid.ts",
      "src/services/account/SyncConfigRepo.ts",
      // what a model's endpoint says when it refuses
      "src/services/assistant/Problem.ts",
      "src/services/assistant/detailOf.ts",
      "src/services/account/UserRepo.ts",
      "src/services/chat/ChatRepo.ts",
      "src/services/chat/MessageRepo.ts",
      "src/services/device/DeviceRepo.ts",
      "src/services/journal/ConflictRepo.ts",
      // the port that a server in the same process stands behind
      "src/services/sync/CloudApi.ts",
    ],
  },
  { folder: "src/types/", places: ["src/domain/"] },
]

const within = (place, folders) => folders.some((folder) => place.startsWith(folder))

/** Vite answers such an import with the address of a worker: nothing of it runs where it is imported. */
const isAddress = (specifier) => specifier.endsWith("?worker&url")

/** Why a file may not import something, or undefined when it may. */
const refusal = (file, specifier) => {
  const line = table.find(({ folder }) => placeOf(file).startsWith(folder))
  if (line === undefined || isAddress(specifier)) return undefined

  const target = importedPlace(file, specifier)
  if (target === undefined) {
    const name = packageOf(specifier)
    return line.packages === undefined || line.packages.includes(name)
      ? undefined
      : `${line.folder} may import no package but ${line.packages.join(", ")}, so not ${name}.`
  }
  if (within(target, line.except ?? [])) return `${line.folder} may not import ${line.except.join(", ")}.`
  if (within(target, [line.folder, ...line.places])) return undefined
  return line.places.length === 0
    ? `${line.folder} may import nothing else of this repository, so not ${target}.`
    : `${line.folder} may import only ${line.places.join(", ")}, so not ${target}.`
}

/** Keeps the folders of `src` independent of each other in one direction. Type imports count. */
export const whoMayImportWhom = {
  create: (context) => {
    const check = (source) => {
      if (source?.type !== "Literal" || typeof source.value !== "string") return
      const message = refusal(context.filename, source.value)
      if (message !== undefined) context.report({ node: source, message })
    }
    return {
      ImportDeclaration: ({ source }) => check(source),
      ImportExpression: ({ source }) => check(source),
      ExportAllDeclaration: ({ source }) => check(source),
      ExportNamedDeclaration: ({ source }) => check(source),
      TSImportType: ({ source, argument }) => check(source ?? argument),
    }
  },
}
