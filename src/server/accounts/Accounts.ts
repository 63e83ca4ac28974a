import { betterAuth } from "better-auth"
import { getMigrations } from "better-auth/db/migration"
import { Cause, Effect, Option, Redacted, Runtime, Schema } from "effect"
import { Transient } from "../../domain/errors/SyncErrors.ts"
import { UserId } from "../../domain/Ids.ts"
import { reasonOf } from "../reasonOf.ts"
import { AccountsUnavailable } from "../ServerErrors.ts"
import { Settings } from "../Settings.ts"
import { alone } from "../store/prepared.ts"
import { accountOptions } from "./accountOptions.ts"
import { Secret } from "./Secret.ts"
import { makeSqlDialect } from "./SqlDialect.ts"

const Session = Schema.Struct({
  user: Schema.Struct({ id: UserId, name: Schema.String, email: Schema.String }),
})

/** The headers of a call that can say whose it is. */
export interface Credentials {
  readonly authorization?: string | undefined
  readonly cookie?: string | undefined
}

/** Who is who. better-auth does it; its errors and its promises stop here. */
export class Accounts extends Effect.Service<Accounts>()("openchat/server/Accounts", {
  effect: Effect.gen(function* () {
    const settings = yield* Settings
    const secret = yield* Secret
    const { dialect, type } = yield* makeSqlDialect
    const runFork = Runtime.runFork(yield* Effect.runtime())

    const options = {
      ...accountOptions(settings, Redacted.value(secret)),
      database: { dialect, type, transaction: true },
      logger: {
        level: "error" as const,
        // what comes after the message may be a person's address
        log: (_level: string, message: string) => {
          runFork(Effect.logError(message))
        },
      },
    }

    const migrated = Effect.tryPromise(async () => {
      const { runMigrations } = await getMigrations(options)
      await runMigrations()
    })
    yield* Effect.catchAllCause(
      alone(migrated),
      (cause) => new AccountsUnavailable({ detail: reasonOf(cause) }),
    )
    const auth = betterAuth(options)

    const broken = (cause: Cause.Cause<unknown>) =>
      Effect.zipRight(
        Effect.logError("Accounts failed", cause),
        new Transient({ detail: "the accounts did not answer" }),
      )

    /** Answers what lies under `/api/auth`. */
    const answer = Effect.fn("Accounts.answer")((request: Request) =>
      Effect.catchAllCause(
        Effect.tryPromise(() => auth.handler(request)),
        broken,
      ),
    )

    /**
     * Whose session it is, if it is one. A call with a token is judged by the token alone, so that a wrong one cannot
     * bring in a cookie whose origin nobody checked.
     */
    const session = Effect.fn("Accounts.session")(function* ({ authorization, cookie }: Credentials) {
      if (authorization === undefined && cookie === undefined) return Option.none()
      const headers = new Headers(
        authorization === undefined ? { cookie: cookie ?? "" } : { authorization: authorization },
      )
      // a cookie can be renewed only by a call that answers with one
      const found = yield* Effect.tryPromise(() =>
        auth.api.getSession({ headers, query: { disableRefresh: true } }),
      ).pipe(Effect.catchAllCause(broken))
      return Option.map(Schema.decodeUnknownOption(Session)(found), ({ user }) => ({
        userId: user.id,
        name: user.name,
        email: user.email,
      }))
    })

    return { answer, session } as const
  }),
}) {}
