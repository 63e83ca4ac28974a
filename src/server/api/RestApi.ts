import { HttpApi, HttpApiEndpoint, HttpApiGroup, OpenApi } from "@effect/platform"
import { Schema } from "effect"
import { Chat } from "../../domain/Chat.ts"
import { Device } from "../../domain/Device.ts"
import { ChatId, DeviceId, MessageId } from "../../domain/Ids.ts"
import { Message } from "../../domain/Message.ts"
import { Version } from "../../domain/Scalars.ts"
import { SyncConfig } from "../../domain/SyncConfig.ts"
import {
  EmptiedTrash,
  EmptyTrash,
  Hello,
  PullPage,
  Push,
  Pushed,
  SnapshotPage,
  Welcome,
} from "../../domain/sync/Protocol.ts"
import { ApiAuthentication } from "./ApiAuthentication.ts"
import { CommonError, SyncError } from "./apiErrors.ts"
import { ConfigUpdate } from "./ConfigUpdates.ts"
import { RecordedEvent } from "./RecordedEvent.ts"
import { trueDocument } from "./trueDocument.ts"

/** Rows of one page. */
export const maxLimit = 200

const Limit = Schema.NumberFromString.pipe(Schema.int(), Schema.between(1, maxLimit))

const paging = <A, I>(key: Schema.Schema<A, I>) => ({
  after: Schema.optional(key).annotations({
    description: "Begin after this one: the `next` of the page before.",
  }),
  limit: Schema.optionalWith(Limit, { default: () => 50 }).annotations({
    description: `Rows of the page, 1 to ${maxLimit}; 50 if absent.`,
  }),
})

const deleted = Schema.optionalWith(Schema.BooleanFromString, { default: () => false }).annotations({
  description: "Whether those in the trash are listed too.",
})

const page = <A, I, K, KI>(items: Schema.Schema<A, I>, key: Schema.Schema<K, KI>) =>
  Schema.Struct({ items: Schema.Array(items), next: Schema.NullOr(key) })

const EventPlace = Schema.NumberFromString.pipe(Schema.int(), Schema.nonNegative())

const chats = HttpApiGroup.make("chats")
  .add(
    HttpApiEndpoint.get("list", "/chats")
      .setUrlParams(Schema.Struct({ ...paging(ChatId), deleted }))
      .addSuccess(page(Chat, ChatId))
      .annotate(OpenApi.Summary, "The chats of the account, oldest first"),
  )
  .add(
    HttpApiEndpoint.get("one", "/chats/:id")
      .setPath(Schema.Struct({ id: ChatId }))
      .addSuccess(Chat)
      .annotate(OpenApi.Summary, "One chat, also from the trash"),
  )
  .add(
    HttpApiEndpoint.get("messages", "/chats/:id/messages")
      .setPath(Schema.Struct({ id: ChatId }))
      .setUrlParams(Schema.Struct({ ...paging(MessageId), deleted }))
      .addSuccess(page(Message, MessageId))
      .annotate(OpenApi.Summary, "The messages of a chat, all branches, oldest first"),
  )
  .add(
    HttpApiEndpoint.get("message", "/messages/:id")
      .setPath(Schema.Struct({ id: MessageId }))
      .addSuccess(Message)
      .annotate(OpenApi.Summary, "One message, also from the trash"),
  )

const devices = HttpApiGroup.make("devices")
  .add(
    HttpApiEndpoint.get("list", "/devices")
      .setUrlParams(Schema.Struct(paging(DeviceId)))
      .addSuccess(page(Device, DeviceId))
      .annotate(OpenApi.Summary, "The devices of the account"),
  )
  .add(
    HttpApiEndpoint.post("hello", "/devices")
      .setPayload(Hello)
      .addSuccess(Welcome)
      .addError(SyncError)
      .annotate(OpenApi.Summary, "Register a device, or greet the server again (`sync.hello`)"),
  )
  .add(
    HttpApiEndpoint.del("revoke", "/devices/:id")
      .setPath(Schema.Struct({ id: DeviceId }))
      .annotate(OpenApi.Summary, "End the sync of a device (`sync.revokeDevice`)"),
  )

const sync = HttpApiGroup.make("sync")
  .add(
    HttpApiEndpoint.get("events", "/events")
      .setUrlParams(Schema.Struct(paging(EventPlace)))
      .addSuccess(page(RecordedEvent, EventPlace))
      .annotate(OpenApi.Summary, "What the server remembers of the changes, in the order in which they came"),
  )
  .add(
    HttpApiEndpoint.post("push", "/events")
      .setPayload(Push)
      .addSuccess(Pushed)
      .addError(SyncError)
      .annotate(OpenApi.Summary, "Make changes (`sync.push`)"),
  )
  .add(
    HttpApiEndpoint.get("pull", "/changes")
      .setUrlParams(
        Schema.Struct({
          deviceId: DeviceId,
          epoch: Schema.String,
          cursor: Schema.NumberFromString.pipe(Schema.compose(Version)),
          mark: Schema.optional(Schema.String),
        }),
      )
      .addSuccess(PullPage)
      .addError(SyncError)
      .annotate(OpenApi.Summary, "What changed since a cursor (`sync.pull`)"),
  )
  .add(
    HttpApiEndpoint.get("snapshot", "/snapshot")
      .setUrlParams(
        Schema.Struct({
          deviceId: DeviceId,
          after: Schema.optional(Schema.String),
        }),
      )
      .addSuccess(SnapshotPage)
      .addError(SyncError)
      .annotate(OpenApi.Summary, "Everything, for a device that begins (`sync.snapshot`)"),
  )
  .add(
    HttpApiEndpoint.post("emptyTrash", "/trash/empty")
      .setPayload(EmptyTrash)
      .addSuccess(EmptiedTrash)
      .addError(SyncError)
      .annotate(OpenApi.Summary, "Erase what is in the trash, on every device (`sync.emptyTrash`)"),
  )
  .add(
    HttpApiEndpoint.get("config", "/sync-config")
      .addSuccess(SyncConfig)
      .annotate(OpenApi.Summary, "The settings of sync"),
  )
  .add(
    HttpApiEndpoint.patch("updateConfig", "/sync-config")
      .setPayload(ConfigUpdate)
      .addSuccess(SyncConfig)
      .addError(SyncError)
      .annotate(
        OpenApi.Summary,
        "Change some of the settings of sync, by an event (`UpdateSyncConfig`) of the device that is named",
      ),
  )

/** The API for programs: what the calls of a device do, as plain HTTP, and the rows as pages. */
export class RestApi extends HttpApi.make("openchat")
  .add(chats)
  .add(devices)
  .add(sync)
  .addError(CommonError)
  .middleware(ApiAuthentication)
  .prefix("/api/v1")
  .annotate(OpenApi.Title, "OpenChat")
  .annotate(OpenApi.Transform, trueDocument)
  .annotate(OpenApi.Version, "1")
  .annotate(
    OpenApi.Description,
    "Sign in under /api/auth (`POST /api/auth/sign-in/email`) and send the answer's `set-auth-token` as a bearer token. " +
      "Every error is JSON with a `_tag`. Under /api/v1/assistant the server's model answers in the protocol of OpenAI " +
      "(`POST chat/completions`, `GET models`), if whoever runs the server has set one.",
  ) {}
