import { Match, Schema } from "effect"
import { Millis } from "../Scalars.ts"
import { type AppError, cureOf } from "./AppError.ts"

/** What may be known of a failure elsewhere than on the device: closed words, numbers, and what SQLite itself said. */
export const ErrorReport = Schema.Struct({
  at: Millis,
  error: Schema.String,
  cure: Schema.String,
  facts: Schema.Record({ key: Schema.String, value: Schema.Union(Schema.String, Schema.Number) }),
})
export type ErrorReport = typeof ErrorReport.Type

/** Nothing that a person typed or that a server answered in its own words: those may hold anything. */
const factsOf: (error: AppError) => ErrorReport["facts"] = Match.type<AppError>().pipe(
  Match.withReturnType<ErrorReport["facts"]>(),
  Match.tagsExhaustive({
    StorageUnavailable: ({ detail, reason }) => ({ reason, detail }),
    StorageBusy: ({ detail }) => ({ detail }),
    StorageFull: ({ detail }) => ({ detail }),
    StorageCorrupt: ({ detail }) => ({ detail }),
    WorkerDied: ({ detail }) => ({ detail }),
    SchemaTooNew: ({ found, known }) => ({ found, known }),
    MigrationFailed: ({ detail, migration }) => ({ migration, detail }),
    // the general code also stands for whatever was thrown, in words that may quote anything
    QueryFailed: ({ code, detail }) => (code === 1 ? { code } : { code, detail }),
    NotFound: ({ entity }) => ({ entity }),
    InvalidInput: ({ issues }) => ({ issues: issues.length }),
    PayloadTooLarge: ({ bytes, limit }) => ({ bytes, limit }),
    Offline: () => ({}),
    Transient: () => ({}),
    NeedsAuth: () => ({}),
    AccountRefused: ({ reason }) => ({ reason }),
    Forbidden: () => ({}),
    EventRefused: () => ({}),
    NumberGap: ({ expected, received }) => ({ expected, received }),
    MustResnapshot: ({ oldest }) => ({ oldest }),
    EpochMismatch: () => ({}),
    ClockSkew: ({ offset }) => ({ offset }),
    ProtocolTooOld: ({ oldest, side, spoken }) => ({ side, spoken, oldest }),
    ServerOverloaded: ({ retryAfter }) => ({ retryAfter }),
    NoModel: () => ({}),
    ModelUnreachable: () => ({}),
    ModelBlocked: ({ by }) => ({ by }),
    ModelUnauthorized: () => ({}),
    ModelUnknown: () => ({}),
    ModelBusy: ({ retryAfter }) => ({ retryAfter }),
    ContextTooLong: () => ({}),
    ReplyFiltered: () => ({}),
    ReplyCutOff: ({ reason }) => ({ reason }),
    ModelFailed: ({ status }) => (status === null ? {} : { status }),
  }),
)

/** @param at milliseconds since 1970 */
export const reportOf = (error: AppError, at: number): ErrorReport => ({
  at,
  error: error._tag,
  cure: cureOf(error),
  facts: factsOf(error),
})
