import type { AppError } from "../../src/domain/errors/AppError.ts"
import {
  ContextTooLong,
  ModelBlocked,
  ModelBusy,
  ModelFailed,
  ModelUnauthorized,
  ModelUnknown,
  ModelUnreachable,
  NoModel,
  ReplyCutOff,
  ReplyFiltered,
} from "../../src/domain/errors/AssistantErrors.ts"
import { InvalidInput, NotFound, PayloadTooLarge } from "../../src/domain/errors/InputErrors.ts"
import {
  MigrationFailed,
  QueryFailed,
  SchemaTooNew,
  StorageBusy,
  StorageCorrupt,
  StorageFull,
  StorageUnavailable,
  WorkerDied,
} from "../../src/domain/errors/StorageErrors.ts"
import {
  AccountRefused,
  ClockSkew,
  EpochMismatch,
  EventRefused,
  Forbidden,
  MustResnapshot,
  NeedsAuth,
  NumberGap,
  Offline,
  ProtocolTooOld,
  ServerOverloaded,
  Transient,
} from "../../src/domain/errors/SyncErrors.ts"

interface Explained<E> {
  /** Why it happens, in Markdown. */
  readonly cause: string
  /** What the cure does, where its name alone does not say it. */
  readonly cure: string
  /** One for each sentence that a person may read. */
  readonly examples: readonly [E, ...ReadonlyArray<E>]
}

const detail = "…"

/** What the schemas of the errors do not say by themselves. An error that is missing here does not compile. */
export const errorGuide: { readonly [T in AppError["_tag"]]: Explained<Extract<AppError, { _tag: T }>> } = {
  StorageUnavailable: {
    cause:
      "The database cannot be opened here. `reason` says why: `no-webassembly` (it is missing or switched off), " +
      "`no-storage` (the browser has neither OPFS nor IndexedDB, as in some private windows), `refused` (the browser " +
      "or SQLite would not open or read the file), `closed` (it is closed just now).",
    cure:
      "For `refused` and `closed`, opening it again often works. For the other two, another browser, an ordinary " +
      "window or another setting is needed.",
    examples: [
      new StorageUnavailable({ reason: "no-webassembly", detail }),
      new StorageUnavailable({ reason: "no-storage", detail }),
      new StorageUnavailable({ reason: "refused", detail }),
      new StorageUnavailable({ reason: "closed", detail }),
    ],
  },
  StorageBusy: {
    cause:
      "Somebody else holds the file: SQLite answered `SQLITE_BUSY` or `SQLITE_LOCKED`, or the browser a " +
      "`NoModificationAllowedError`.",
    cure: "One tab has the database open and works for the others; when it is closed, another takes over.",
    examples: [new StorageBusy({ detail })],
  },
  StorageFull: {
    cause:
      "The disk, or the share of it that the browser allows, is full: `SQLITE_FULL` or a `QuotaExceededError`. The " +
      "change was rolled back.",
    cure: "Free some, then make the change again.",
    examples: [new StorageFull({ detail })],
  },
  StorageCorrupt: {
    cause:
      "SQLite found that the file is damaged or is no database (`SQLITE_CORRUPT`, `SQLITE_NOTADB`). Nothing is " +
      "written to it.",
    cure:
      "By itself: the file is set aside as it is, what can be read of it is taken, row by row, into a new one, and the " +
      "page says how much that was. Where nothing can be read, the person is asked first.",
    examples: [new StorageCorrupt({ detail })],
  },
  WorkerDied: {
    cause:
      "The worker that runs the database ended while calls were open: the browser stopped it, or it ran out of memory.",
    cure: "A new worker is started and the open calls are sent again. A repeated call changes nothing twice.",
    examples: [new WorkerDied({ detail })],
  },
  SchemaTooNew: {
    cause:
      "The file was written by a newer OpenChat, for example after an old tab came back. It is left untouched.",
    cure: "",
    examples: [new SchemaTooNew({ found: 7, known: 6 })],
  },
  MigrationFailed: {
    cause: "A step that brings an older file to this version stopped. Its transaction was rolled back.",
    cure: "If it happens again, save a copy of the file and report the details.",
    examples: [new MigrationFailed({ migration: "0006_server", detail })],
  },
  QueryFailed: {
    cause:
      "SQLite refused a statement for a reason that none of the other errors names. `code` is its extended result code.",
    cure: "This is most likely a fault of OpenChat.",
    examples: [new QueryFailed({ code: 1, detail })],
  },
  NotFound: {
    cause: "The chat, message or other thing is not on this device: it was deleted, or a link is old.",
    cure: "The page goes elsewhere.",
    examples: [new NotFound({ entity: "chat", id: detail })],
  },
  InvalidInput: {
    cause: "What was given breaks a rule, for example an empty title. `issues` lists each with its place.",
    cure: "What was typed is still in its field.",
    examples: [
      new InvalidInput({ issues: [{ path: "title", problem: "must not be blank" }] }),
      new InvalidInput({ issues: [] }),
    ],
  },
  PayloadTooLarge: {
    cause:
      "A text has more bytes than a message may have (1 MiB). A server that takes less than that at once says so " +
      "too: the device then sends less at once, and keeps a change that is too large by itself as refused.",
    cure: "Split the text.",
    examples: [new PayloadTooLarge({ bytes: 1_258_291, limit: 1_048_576 })],
  },
  Offline: {
    cause: "The server cannot be reached.",
    cure: "Work goes on as usual.",
    examples: [new Offline({ detail })],
  },
  Transient: {
    cause: "The server answered with a failure that passes.",
    cure: "",
    examples: [new Transient({ detail })],
  },
  NeedsAuth: { cause: "The session has ended or was never begun.", cure: "", examples: [new NeedsAuth()] },
  AccountRefused: {
    cause:
      "Signing in or up did not work. Nothing was changed. `reason` says why: `wrong-password` (or no such account: " +
      "the server does not say which), `email-taken`, `invalid-email`, `weak-password`, `other` (with the server's " +
      "own words).",
    cure: "Sign in or up again with other input.",
    examples: [
      new AccountRefused({ reason: "wrong-password", detail }),
      new AccountRefused({ reason: "email-taken", detail }),
      new AccountRefused({ reason: "invalid-email", detail }),
      new AccountRefused({ reason: "weak-password", detail }),
      new AccountRefused({ reason: "other", detail }),
    ],
  },
  Forbidden: {
    cause:
      "The account may not do this: the device was signed out from another one, or belongs to another account.",
    cure: "",
    examples: [new Forbidden({ detail })],
  },
  EventRefused: {
    cause:
      "The server will never accept one change. It stays on this device, is shown, and the changes after it go on.",
    cure: "",
    examples: [new EventRefused({ eventId: detail, reason: "the chat is not there" })],
  },
  NumberGap: {
    cause: "The server has not seen a change that comes before this one.",
    cure: "The device sends again from the number that the server expects.",
    examples: [new NumberGap({ expected: 12, received: 14 })],
  },
  MustResnapshot: {
    cause: "The device was away longer than the server keeps its history.",
    cure: "It happens by itself.",
    examples: [new MustResnapshot({ oldest: 1_200 })],
  },
  EpochMismatch: {
    cause: "Another server answers than before, or an older copy of it.",
    cure: "",
    examples: [new EpochMismatch({ known: detail, found: detail })],
  },
  ClockSkew: {
    cause: "The device's clock differs from the server's by more than five minutes.",
    cure: "The device corrects its readings by the difference. Setting the clock right is better.",
    examples: [new ClockSkew({ offset: 3_600_000 }), new ClockSkew({ offset: -3_600_000 })],
  },
  ProtocolTooOld: {
    cause:
      "Device and server speak versions of the protocol that do not go together. `side` says which of them is too " +
      "old: the server no longer speaks the device's version (`client`), or not yet (`server`). Work goes on here; " +
      "nothing is sent, and what was written waits.",
    cure:
      "A page that is too old is reloaded. A server that is too old has to be updated by whoever runs it; the device " +
      "asks it again by itself.",
    examples: [
      new ProtocolTooOld({ side: "client", spoken: 1, oldest: 2 }),
      new ProtocolTooOld({ side: "server", spoken: 1, oldest: 2 }),
    ],
  },
  ServerOverloaded: {
    cause:
      "The server has too much to do, or was asked too often, and says for how long to wait. It is left alone until then.",
    cure: "",
    examples: [new ServerOverloaded({ retryAfter: 5_000 })],
  },
  NoModel: {
    cause: "A reply was asked for, and no provider is set up or the chosen one has no model.",
    cure: "Without one the app is whole: notes to oneself, search, sync.",
    examples: [new NoModel()],
  },
  ModelUnreachable: {
    cause: "Nothing listens at the provider's address, its name does not resolve, or the network is gone.",
    cure: "Start what should answer there, or correct the address in Settings, Providers.",
    examples: [new ModelUnreachable({ url: "http://localhost:11434/v1" })],
  },
  ModelBlocked: {
    cause:
      "The endpoint answers, and the browser keeps the answer from the page: it does not allow the page's origin " +
      "(`cors`), a person or a policy refused access to the local network (`local-network`), or the page came over " +
      "https and the endpoint did not (`mixed-content`).",
    cure:
      "The check of the connection names the setting of the program that answers. Or the requests go through the own " +
      "server, which no browser hinders.",
    examples: [
      new ModelBlocked({ url: "http://localhost:1234/v1", by: "cors" }),
      new ModelBlocked({ url: "http://192.168.1.20:8080/v1", by: "local-network" }),
      new ModelBlocked({ url: "http://models.example/v1", by: "mixed-content" }),
    ],
  },
  ModelUnauthorized: {
    cause: "The provider answered 401 or 403: the key is missing, wrong, ended, or not meant for this.",
    cure: "",
    examples: [new ModelUnauthorized()],
  },
  ModelUnknown: {
    cause: "The provider answered that it has no such model: it was removed, renamed, or never downloaded.",
    cure: "",
    examples: [new ModelUnknown({ model: "llama9" })],
  },
  ModelBusy: {
    cause: "The provider answered 429, or 503 with a time: too many requests, or a quota that is used up.",
    cure: "A short wait is kept by itself, three times at most; after a long one a person asks again.",
    examples: [new ModelBusy({ retryAfter: 20_000 })],
  },
  ContextTooLong: {
    cause:
      "The provider answered that the request is longer than the model's context. How much is sent is set as the " +
      "context of the provider: it is too large for this model.",
    cure: "",
    examples: [new ContextTooLong()],
  },
  ReplyFiltered: {
    cause: "The provider ended the reply with `content_filter`, or refused the request for the same reason.",
    cure: "",
    examples: [new ReplyFiltered()],
  },
  ReplyCutOff: {
    cause:
      "A reply ended before the model said that it had finished: the connection broke, nothing came for too long, the " +
      "model reached its limit, a message holds no more, or the page or its worker ended.",
    cure: "",
    examples: [
      new ReplyCutOff({ reason: "connection" }),
      new ReplyCutOff({ reason: "silence" }),
      new ReplyCutOff({ reason: "length" }),
      new ReplyCutOff({ reason: "size" }),
      new ReplyCutOff({ reason: "closed" }),
    ],
  },
  ModelFailed: {
    cause: "The provider answered 500, something that is no reply, or an error in the middle of one.",
    cure: "",
    examples: [
      new ModelFailed({ status: 500, detail: "out of memory" }),
      new ModelFailed({ status: null, detail: "the model was unloaded" }),
    ],
  },
}
