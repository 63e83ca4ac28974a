import { Match, Schema } from "effect"
import { AssistantError } from "./AssistantErrors.ts"
import { InputError } from "./InputErrors.ts"
import { StorageError } from "./StorageErrors.ts"
import { SyncError } from "./SyncErrors.ts"

/** Every way in which OpenChat can fail. */
export const AppError = Schema.Union(StorageError, InputError, SyncError, AssistantError)
export type AppError = typeof AppError.Type

/** What makes the failure go away. */
export type Cure =
  | "retry"
  | "reopen"
  | "respawn"
  | "reload"
  | "free-space"
  | "quarantine"
  | "other-input"
  | "other-browser"
  | "look-elsewhere"
  | "sign-in"
  | "resnapshot"
  | "choose"
  | "connect"
  | "allow"
  | "ask-again"
  | "continue"
  | "report"

export const cureOf: (error: AppError) => Cure = Match.type<AppError>().pipe(
  Match.withReturnType<Cure>(),
  Match.tagsExhaustive({
    StorageUnavailable: ({ reason }) =>
      reason === "closed" || reason === "refused" ? "reopen" : "other-browser",
    StorageBusy: () => "retry",
    StorageFull: () => "free-space",
    StorageCorrupt: () => "quarantine",
    WorkerDied: () => "respawn",
    SchemaTooNew: () => "reload",
    MigrationFailed: () => "reload",
    QueryFailed: () => "report",
    NotFound: () => "look-elsewhere",
    InvalidInput: () => "other-input",
    PayloadTooLarge: () => "other-input",
    Offline: () => "retry",
    Transient: () => "retry",
    NeedsAuth: () => "sign-in",
    AccountRefused: () => "other-input",
    Forbidden: () => "report",
    EventRefused: () => "choose",
    NumberGap: () => "retry",
    MustResnapshot: () => "resnapshot",
    EpochMismatch: () => "choose",
    ClockSkew: () => "retry",
    ProtocolTooOld: ({ side }) => (side === "client" ? "reload" : "retry"),
    ServerOverloaded: () => "retry",
    NoModel: () => "connect",
    ModelUnreachable: () => "ask-again",
    ModelBlocked: () => "allow",
    ModelUnauthorized: () => "connect",
    ModelUnknown: () => "connect",
    ModelBusy: () => "retry",
    ContextTooLong: () => "connect",
    ReplyFiltered: () => "other-input",
    ReplyCutOff: () => "continue",
    ModelFailed: () => "ask-again",
  }),
)

/** Whether time alone cures it, so that the same call may be made again. */
export const curedByWaiting = (error: AppError): boolean =>
  cureOf(error) === "retry" || cureOf(error) === "respawn"

/** What to do, as a person reads it. */
export const adviceFor: Readonly<Record<Cure, string>> = {
  retry: "It will be tried again by itself.",
  reopen: "Try again, or reload the page.",
  respawn: "It will be back in a moment.",
  reload: "Reload the page to get the newest version.",
  "free-space": "Free some space, or export your chats and delete old ones.",
  quarantine: "Save a copy of the file, then set it aside and begin anew.",
  "other-input": "Change it and try again. What you typed is still there.",
  "other-browser": "Use another browser or an ordinary window, or allow this site to store data.",
  "look-elsewhere": "It may have been deleted: look in the trash.",
  "sign-in": "Sign in again.",
  resnapshot: "Nothing is needed from you.",
  choose: "Choose what to keep.",
  connect: "Look at Settings, Providers.",
  allow: "Settings, Providers, Check the connection says what to change.",
  "ask-again": "Make sure that it runs, then ask again.",
  continue: "What has arrived is kept: continue from there.",
  report: "If it happens again, send the details from Settings, Debug.",
}

/** What a person reads: what happened and whether anything was lost, then what to do. */
export const describe = (error: AppError): string => `${error.message} ${adviceFor[cureOf(error)]}`
