import { betterAuth } from "better-auth"
import { getMigrations } from "better-auth/db/migration"
import { Cache, type Cause, Data, Duration, Effect, Exit, Option, Redacted, Runtime, Schema } from "effect"
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

/** How long a session that another process ended is still believed. */
const believedFor = Duration.seconds(5)

/** A call over WebSocket may name as its headers what HTTP would not carry. */
const isHeaderValue = (text: string) => text.length <= 8_192 && /^[\x20-\x7e]+$/.test(text)

const keyOf = (header: "authorization" | "cookie", value: string) => Data.struct({ header, value })

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

    /** Looks in the database, which takes as long as all the rest of a small call. */
    const find = Effect.fn("Accounts.find")(function* (header: "authorization" | "cookie", value: string) {
      // a cookie can be renewed only by a call that answers with one
      const found = yield* Effect.tryPromise(() =>
        auth.api.getSession({ headers: new Headers({ [header]: value }), query: { disableRefresh: true } }),
      ).pipe(Effect.catchAllCause(broken))
      return Option.map(Schema.decodeUnknownOption(Session)(found), ({ user }) => ({
        userId: user.id,
        name: user.name,
        email: user.email,
      }))
    })

    const lately = yield* Cache.makeWith({
      capacity: 10_000,
      // who waits for the same look must not be interrupted with the one that began it
      lookup: ({ header, value }: ReturnType<typeof keyOf>) => Effect.uninterruptible(find(header, value)),
      timeToLive: Exit.match({
        onFailure: () => Duration.zero,
        onSuccess: (found) => (Option.isSome(found) ? believedFor : Duration.zero),
      }),
    })

    /** Answers what lies under `/api/auth`. Whatever may end a session makes this process look anew. */
    const answer = Effect.fn("Accounts.answer")((request: Request) =>
      Effect.tryPromise(() => auth.handler(request)).pipe(
        Effect.catchAllCause(broken),
        Effect.ensuring(request.method === "GET" ? Effect.void : lately.invalidateAll),
      ),
    )

    /**
     * Whose session it is, if it is one. A call with a token is judged by the token alone, so that a wrong one cannot
     * bring in a cookie whose origin nobody checked.
     */
    const session = Effect.fn("Accounts.session")(({ authorization, cookie }: Credentials) => {
      const header = authorization === undefined ? "cookie" : "authorization"
      const value = authorization ?? cookie ?? ""
      return isHeaderValue(value) ? lately.get(keyOf(header, value)) : Effect.succeedNone
    })

    return { answer, session } as const
  }),
}) {}
