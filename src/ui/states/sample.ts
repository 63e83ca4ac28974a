import { Schema } from "effect"
import type { ChatRow } from "../../domain/Chat.ts"
import type { Device } from "../../domain/Device.ts"
import { Device as DeviceSchema } from "../../domain/Device.ts"
import { ChatId, DeviceId, MessageId, ProviderId, UserId } from "../../domain/Ids.ts"
import type { MessageRow } from "../../domain/Message.ts"
import type { ChatList } from "../../domain/rpc/ChatRpcs.ts"
import type { ProviderRow } from "../../domain/assistant/Provider.ts"
import type { StorageStatus } from "../../domain/StorageStatus.ts"
import { initialConfig } from "../../domain/SyncConfig.ts"
import type { SyncStatus } from "../../domain/sync/SyncStatus.ts"
import type { User } from "../../domain/User.ts"
import type { Answers } from "./scriptedClient.ts"

/** The data of a person who has used OpenChat for a while. */

export const now = Date.now()
const hour = 3_600_000
const idOf = (kind: string, n: number) => `${kind}${String(n).padStart(20, "0")}`.slice(0, 21)

export const chatIdOf = (n: number) => ChatId.make(idOf("c", n))
export const messageIdOf = (n: number) => MessageId.make(idOf("m", n))
export const userId = UserId.make(idOf("u", 0))
export const deviceId = DeviceId.make(idOf("d", 0))

const nothing = {
  model: null,
  systemPrompt: null,
  pinned: false,
  archived: false,
  folder: null,
  deletedAt: null,
}

export const chatRow = (n: number, title: string, more: Partial<ChatRow> = {}): ChatRow => {
  const at = now - n * 9 * hour
  return { id: chatIdOf(n), title, ...nothing, createdAt: at, activeAt: at, ...more }
}

export const chats: ReadonlyArray<ChatRow> = [
  chatRow(0, "Planning the garden"),
  chatRow(1, "A recipe for rye bread", { pinned: true }),
  chatRow(2, "Why does my regex backtrack?", { folder: "Work" }),
  chatRow(3, "Letter to the landlord"),
  chatRow(4, "Übersetzung eines langen Titels, der nicht in eine Zeile passt"),
  chatRow(5, "قائمة التسوق"),
  chatRow(12, "Names for a cat"),
]

export const messageRow = (
  n: number,
  role: MessageRow["role"],
  content: string,
  more: Partial<MessageRow> = {},
): MessageRow => {
  const at = now - (60 - n) * 60_000
  return {
    id: messageIdOf(n),
    chatId: chatIdOf(0),
    parentId: n === 0 ? null : messageIdOf(n - 1),
    role,
    content,
    status: "complete",
    model: role === "assistant" ? "llama3.2" : null,
    createdAt: at,
    updatedAt: at,
    siblings: 1,
    siblingIndex: 0,
    ...more,
  }
}

const answer = `Here is a plan for **four beds**, each two metres long:

1. *Spring:* broad beans, then leeks
2. *Summer:* tomatoes, with basil between them
3. *Autumn:* kale

| Bed | Sown | Harvested |
| --- | --- | --- |
| North | March | June |
| South | May | September |

\`\`\`ts
const beds = ["north", "south"].map((name) => ({ name, length: 2 }))
\`\`\`

> Water in the morning, and mulch in July.`

export const conversation: ReadonlyArray<MessageRow> = [
  messageRow(0, "user", "How should I plan a small garden with four beds?"),
  messageRow(1, "assistant", answer, { siblings: 3, siblingIndex: 1 }),
  messageRow(2, "user", "And what about the shade of the apple tree?"),
  messageRow(3, "assistant", "Salads and spinach stand it best. Keep two metres away from the trunk."),
]

export const provider: ProviderRow = {
  id: ProviderId.make(idOf("p", 0)),
  kind: "openai",
  name: "Ollama",
  baseUrl: "http://localhost:11434/v1",
  model: "llama3.2",
  models: ["llama3.2", "qwen3"],
  parameters: { contextTokens: 8_192 },
  createdAt: now - 100 * hour,
  chosenAt: now,
  keyEnding: null,
}

const registers = Schema.decodeSync(DeviceSchema.pick("version", "clocks", "versions"))({
  version: 1,
  clocks: {},
  versions: {},
})

export const device: Device = Schema.decodeSync(DeviceSchema)({
  id: deviceId,
  userId,
  fingerprint: "0".repeat(64),
  name: "Laptop in the kitchen",
  lastSyncAt: now - 60_000,
  createdAt: now - 900 * hour,
  lastNumber: 0,
  revokedAt: null,
  ...registers,
})

const user: User = {
  id: userId,
  email: null,
  name: "Me",
  image: null,
  createdAt: now,
  updatedAt: now,
  ...registers,
}

export const storage: StorageStatus = {
  kind: "opfs",
  persisted: true,
  usage: 48_000_000,
  quota: 10_000_000_000,
  rebuilt: null,
}

export const localOnly: SyncStatus = {
  mode: "local-only",
  signedIn: false,
  autoSync: true,
  online: true,
  syncing: false,
  pendingChanges: 0,
  refusedChanges: 0,
  conflicts: 0,
  lastSyncedAt: null,
  fetching: null,
  error: null,
}

export const listOf = (rows: ReadonlyArray<ChatRow>): ChatList => ({ chats: rows, hasMore: false })

const Asked = Schema.Struct({
  shelf: Schema.String,
  folder: Schema.optional(Schema.NullOr(Schema.String)),
})

/** The shelves as the sidebar and the settings ask for them. */
export const shelves =
  (rows: ReadonlyArray<ChatRow>): NonNullable<Answers["chats.watch"]> =>
  (payload) => {
    const { folder, shelf } = Schema.decodeUnknownSync(Asked)(payload)
    const shown = rows.filter((row) => {
      if (shelf === "trash") return row.deletedAt !== null
      if (row.deletedAt !== null || row.archived !== (shelf === "archived")) return false
      if (folder === undefined) return true
      return folder === null ? row.pinned || row.folder === null : !row.pinned && row.folder === folder
    })
    return listOf(shown.toSorted((a, b) => Number(b.pinned) - Number(a.pinned)))
  }

/** A whole device, in use, with a model and without an account. */
export const everyday: Answers = {
  "chats.watch": shelves(chats),
  "chats.watchOne": () => chats[0] ?? null,
  "chats.folders": () => [{ name: "Work", chats: 1 }],
  "messages.watch": () => ({ messages: conversation, hasOlder: false, hasNewer: false }),
  "replies.watch": () => [],
  "replies.running": () => [],
  "providers.watch": () => [provider],
  "prompts.watch": () => [],
  "search.find": () => [],
  "drafts.adopt": () => "",
  "account.watch": () => ({ userId, email: null, name: "Me", signedIn: false }),
  "device.watch": () => ({ device, user }),
  "devices.watch": () => [device],
  "cloud.status": () => localOnly,
  "cloud.config": () => initialConfig(userId, now),
  "cloud.conflicts": () => [],
  "cloud.refused": () => [],
  "storage.status": () => storage,
  "storage.usage": () => ({
    messages: 21_400_000,
    index: 9_200_000,
    trash: 640_000,
    waiting: 0,
    history: 3_100_000,
    file: 42_000_000,
    free: 1_800_000,
  }),
  "storage.cleanUpPreview": () => ({
    at: now,
    trash: { chats: 2, messages: 0, bytes: 640_000, kept: 0, upTo: null },
    events: { events: 4_210, bytes: 3_100_000 },
    file: { bytes: 1_800_000, blocked: null },
  }),
  "storage.oldChats": () => ({ chatIds: [], listed: [], bytes: 0 }),
  "transfer.imports": () => [],
  "debug.facts": () => ({
    sqliteVersion: "3.50.1",
    schemaVersion: 9,
    storage: "opfs",
    vfs: "AccessHandlePoolVFS",
    journalMode: "wal",
    fileSize: 42_000_000,
    counts: { chats: 7, messages: 211, events: 4_210, pending: 0 },
    leader: "worker-1",
    tabs: 1,
    openedIn: 41,
  }),
  "debug.events": () => [],
}
