import { FileSystem, Path } from "@effect/platform"
import type { PlatformError } from "@effect/platform/Error"
import { Context, Effect, Layer, Option, Redacted } from "effect"
import { randomBytes } from "node:crypto"
import { InvalidSettings } from "../ServerErrors.ts"
import { Settings } from "../Settings.ts"

const unwritable = (folder: string) => (error: PlatformError) =>
  new InvalidSettings({ problem: `OPENCHAT_DATA is ${folder}, which cannot be used: ${error.message}.` })

/** The secret of the data folder, made by whoever comes first. */
const kept = Effect.fn("Secret.kept")(function* (folder: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const file = path.join(folder, "secret")
  const read = Effect.map(fs.readFileString(file), (text) => text.trim())

  if (yield* fs.exists(file)) return yield* read
  yield* fs.makeDirectory(folder, { recursive: true, mode: 0o700 })
  // linked when it is whole: two servers that begin at once must not keep different ones, or half of one
  const own = `${file}.${process.pid}`
  yield* fs.writeFileString(own, `${randomBytes(48).toString("base64url")}\n`, { mode: 0o600 })
  yield* Effect.ensuring(Effect.ignore(fs.link(own, file)), Effect.ignore(fs.remove(own)))
  return yield* read
})

/** What sessions are signed with. Whoever knows it can be anybody. */
export class Secret extends Context.Tag("openchat/server/Secret")<Secret, Redacted.Redacted>() {
  /** The one of the settings, or one that is kept in the data folder, readable by its owner alone. */
  static readonly layer = Layer.effect(
    Secret,
    Effect.flatMap(Settings, ({ dataFolder, secret }) =>
      Option.match(secret, {
        onSome: Effect.succeed,
        onNone: () =>
          kept(dataFolder).pipe(
            Effect.mapBoth({ onSuccess: (text) => Redacted.make(text), onFailure: unwritable(dataFolder) }),
          ),
      }),
    ),
  )
}
