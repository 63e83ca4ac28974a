import { assert, it } from "@effect/vitest"
import { Chat } from "../../src/domain/Chat.ts"
import { Conflict } from "../../src/domain/Conflict.ts"
import { Device } from "../../src/domain/Device.ts"
import { Message } from "../../src/domain/Message.ts"
import { SyncConfig } from "../../src/domain/SyncConfig.ts"
import { rowsVersion } from "../../src/domain/sync/Row.ts"
import { User } from "../../src/domain/User.ts"

const registers = "version clocks versions"
const namesOf = ({ fields }: { readonly fields: object }) => Object.keys(fields).join(" ")

it("rows have the fields of their version: whoever adds one raises `rowsVersion`, and repeats both here", () => {
  assert.deepStrictEqual(
    [rowsVersion, ...[Chat, Message, User, Device, SyncConfig, Conflict].map(namesOf)],
    [
      1,
      `id userId title model systemPrompt pinned archived folder createdAt updatedAt deletedAt ${registers}`,
      `id chatId parentId edits role content status model createdAt updatedAt deletedAt ${registers}`,
      `id email name image createdAt updatedAt ${registers}`,
      `id userId fingerprint name lastSyncAt createdAt lastNumber revokedAt ${registers}`,
      `userId mode autoSync intervalMs conflictPolicy updatedAt ${registers}`,
      `id userId entityType entityId field localValue cloudValue baseValue deviceId createdAt resolvedAt resolution ${registers}`,
    ],
  )
})
