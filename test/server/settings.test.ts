import { FileSystem, Path } from "@effect/platform"
import { NodeContext } from "@effect/platform-node"
import { assert, it } from "@effect/vitest"
import { ConfigProvider, Context, Duration, Effect, Layer, Option, Redacted } from "effect"
import { readFileSync } from "node:fs"
import { usualRetentionDays } from "../../src/domain/retention.ts"
import { Secret } from "../../src/server/accounts/Secret.ts"
import { Settings } from "../../src/server/Settings.ts"

const read = (environment: Record<string, string>) =>
  Effect.map(
    Layer.build(
      Layer.provide(
        Settings.layer,
        Layer.setConfigProvider(ConfigProvider.fromMap(new Map(Object.entries(environment)))),
      ),
    ),
    (context) => Context.get(context, Settings),
  )

it.scoped("has a default for everything, the same as a test's", () =>
  Effect.gen(function* () {
    const defaults = yield* Effect.map(Layer.build(Settings.layerWith({})), (context) =>
      Context.get(context, Settings),
    )
    assert.deepStrictEqual(yield* read({}), defaults)
  }),
)

it.scoped("keeps what was deleted for as long as the page tells people who look into the trash", () =>
  Effect.gen(function* () {
    assert.strictEqual(Duration.toDays((yield* read({})).retention), usualRetentionDays)
  }),
)

it.scoped("takes what the environment says", () =>
  Effect.gen(function* () {
    const settings = yield* read({
      PORT: "8080",
      HOST: "0.0.0.0",
      OPENCHAT_DATA: "/var/lib/openchat",
      OPENCHAT_DATABASE_URL: "postgres://me:secret@db/chat",
      OPENCHAT_PUBLIC_URL: "https://chat.example.org",
      OPENCHAT_RETENTION_DAYS: "7",
      OPENCHAT_TRUST_PROXY: "true",
      OPENCHAT_LOG_FORMAT: "json",
      OPENCHAT_MODEL_URL: "http://localhost:11434/v1/",
      OPENCHAT_MODEL_KEY: "sk-of-the-operator",
    })
    assert.strictEqual(settings.port, 8080)
    assert.strictEqual(Option.getOrThrow(settings.modelUrl), "http://localhost:11434/v1")
    assert.notInclude(JSON.stringify(settings), "sk-of-the-operator")
    assert.strictEqual(Duration.toDays(settings.retention), 7)
    assert.strictEqual(Option.getOrThrow(settings.publicUrl).origin, "https://chat.example.org")
    assert.isTrue(settings.trustProxy)
    // an address with its password is not shown by accident
    assert.notInclude(JSON.stringify(settings), "secret@db")
  }),
)

it.scoped.each([
  { environment: { PORT: "99999" }, problem: "PORT must be a whole number from 0 to 65535." },
  { environment: { PORT: "http" }, problem: "PORT" },
  {
    environment: { OPENCHAT_RETENTION_DAYS: "0" },
    problem: "OPENCHAT_RETENTION_DAYS must be a whole number",
  },
  { environment: { OPENCHAT_BODY_LIMIT: "12" }, problem: "OPENCHAT_BODY_LIMIT must be a whole number" },
  { environment: { OPENCHAT_DATABASE_URL: "mysql://db" }, problem: "OPENCHAT_DATABASE_URL must begin with" },
  {
    environment: { OPENCHAT_PUBLIC_URL: "chat.example.org" },
    problem: "OPENCHAT_PUBLIC_URL must be an address",
  },
  {
    environment: { OPENCHAT_PUBLIC_URL: "https://a.b/c" },
    problem: "OPENCHAT_PUBLIC_URL must be an address",
  },
  { environment: { OPENCHAT_SECRET: "short" }, problem: "OPENCHAT_SECRET must have at least 32 characters." },
  { environment: { OPENCHAT_TRUST_PROXY: "perhaps" }, problem: "OPENCHAT_TRUST_PROXY" },
  { environment: { OPENCHAT_LOG_FORMAT: "xml" }, problem: "OPENCHAT_LOG_FORMAT" },
])("refuses $environment in one sentence that names it and not its value", ({ environment, problem }) =>
  Effect.gen(function* () {
    const error = yield* Effect.flip(read(environment))
    assert.strictEqual(error._tag, "InvalidSettings")
    assert.include(error.message, problem)
    assert.notInclude(error.message, "\n")
    assert.notMatch(error.message, /mysql:|"short"/)
  }),
)

it.scoped("says in the README what each is for", () =>
  Effect.sync(() => {
    const source = readFileSync("src/server/Settings.ts", "utf8")
    const readme = readFileSync("README.md", "utf8")
    const names = new Set(Array.from(source.matchAll(/"((?:OPENCHAT_\w+)|PORT|HOST)"/g), ([, name]) => name))
    assert.isAbove(names.size, 10)
    for (const name of names) assert.include(readme, `| \`${name}\``)
  }),
)

const secretIn = (folder: string) =>
  Effect.map(
    Layer.build(Layer.fresh(Layer.provide(Secret.layer, Settings.layerWith({ dataFolder: folder })))),
    (context) => Redacted.value(Context.get(context, Secret)),
  )

it.scoped("makes one secret for all servers of a folder, readable by its owner alone", () =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const folder = path.join(yield* fs.makeTempDirectoryScoped(), "data")
    const made = yield* Effect.all(
      Array.from({ length: 5 }, () => secretIn(folder)),
      { concurrency: "unbounded" },
    )
    assert.strictEqual(new Set(made).size, 1)
    assert.isAtLeast(made[0]?.length ?? 0, 64)
    const { mode } = yield* fs.stat(path.join(folder, "secret"))
    assert.strictEqual(mode & 0o777, 0o600)
    assert.deepStrictEqual(yield* fs.readDirectory(folder), ["secret"])
    assert.strictEqual(yield* secretIn(folder), made[0])
  }).pipe(Effect.provide(NodeContext.layer)),
)

it.scoped("says which folder cannot be used", () =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const file = yield* fs.makeTempFileScoped()
    const error = yield* Effect.flip(secretIn(`${file}/data`))
    assert.strictEqual(error._tag, "InvalidSettings")
    assert.include(error.message, `OPENCHAT_DATA is ${file}/data`)
  }).pipe(Effect.provide(NodeContext.layer)),
)
