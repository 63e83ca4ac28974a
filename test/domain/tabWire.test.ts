import { assert, it } from "@effect/vitest"
import { wireVersion } from "../../src/domain/rpc/TabWire.ts"
import { WorkerRpcs } from "../../src/domain/rpc/WorkerRpcs.ts"
import { migrations } from "../../src/services/database/Migrations.ts"

const fieldsOf = (payload: object) =>
  "fields" in payload ? Object.keys(Object(payload.fields)).sort().join(" ") : ""

const calls = Array.from(WorkerRpcs.requests.values(), (rpc) =>
  `${rpc._tag} ${fieldsOf(rpc.payloadSchema)}`.trim(),
)

it("tabs speak their version: whoever changes a call or the schema raises `wireVersion`, and repeats it here", () => {
  assert.deepStrictEqual(
    [wireVersion, Object.keys(migrations).join(" "), calls],
    [
      3,
      "0001_entities 0002_device 0003_search 0004_sync 0005_outbox 0007_replies",
      [
        "mutate mutations",
        "chats.watch folder limit shelf",
        "chats.watchOne chatId",
        "chats.folders",
        "chats.rows chatIds",
        "chats.inFolder folder",
        "messages.watch after anchor before chatId",
        "messages.selectSibling messageId offset",
        "messages.activate messageId",
        "drafts.get key",
        "drafts.put content key",
        "search.find filters limit text",
        "device.watch",
        "storage.status",
        "storage.usage",
        "storage.cleanUpPreview",
        "storage.cleanUp strategy",
        "storage.oldChats before",
        "storage.exportChats chatIds",
        "storage.recover action",
        "storage.dismissRebuilt",
        "storage.exportRaw of part",
        "debug.facts",
        "debug.events limit",
        "debug.checkIntegrity",
        "debug.rebuildSearch",
        "debug.exportSqlite",
        "debug.exportJson",
        "problems.watch",
        "cloud.status",
        "cloud.sync",
        "cloud.config",
        "cloud.setMode mode",
        "cloud.conflicts limit open",
        "cloud.resolveConflict entityId entityType resolution",
        "cloud.refused",
        "cloud.discardRefused eventId",
        "cloud.acceptServer keep",
        "account.watch",
        "account.signUp email name password",
        "account.signIn email password",
        "account.signOut wipe",
        "devices.watch",
        "devices.refresh",
        "devices.revoke deviceId",
        "providers.watch",
        "providers.put baseUrl id kind model name parameters",
        "providers.setKey id key",
        "providers.choose id model",
        "providers.remove id",
        "providers.refresh id",
        "providers.check id",
        "prompts.watch",
        "prompts.put content id name",
        "prompts.remove id",
        "replies.start chatId messageId parentId",
        "replies.resume messageId",
        "replies.stop messageId",
        "replies.dismiss messageId",
        "replies.watch chatId",
        "replies.running",
        "replies.follow messageId",
        "browserModel.jobs",
        "browserModel.deliver id text",
        "browserModel.end detail id outcome",
      ],
    ],
  )
})
