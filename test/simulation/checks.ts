import { SqlClient } from "@effect/sql"
import { Effect } from "effect"
import type { Typed } from "./actions.ts"
import type { Device, Server } from "./actors.ts"

type Rows = ReadonlyArray<Readonly<Record<string, unknown>>>

const query = (statement: string) =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    return yield* sql.unsafe<Record<string, unknown>>(statement)
  })

const entities = {
  chat: `SELECT id, title, model, system_prompt, pinned, archived, folder, created_at, updated_at, deleted_at,
    version, clocks, versions FROM chat ORDER BY id`,
  message: `SELECT id, chat_id, parent_id, edits, role, content, status, model, created_at, updated_at, deleted_at,
    version, clocks, versions FROM message ORDER BY id`,
  conflict: `SELECT id, entity_type, entity_id, field, local_value, cloud_value, base_value, device_id, created_at,
    resolved_at, resolution, version FROM conflict ORDER BY id`,
  user: `SELECT id, email, name, version FROM "user" ORDER BY id`,
  sync_config: `SELECT user_id, auto_sync, interval_ms, conflict_policy, version FROM sync_config ORDER BY user_id`,
}

/** What every copy must agree on. Left out: what each derives, chooses or counts for itself. */
const shared = Effect.gen(function* () {
  const tables: Record<string, Rows> = {}
  for (const [name, statement] of Object.entries(entities)) tables[name] = yield* query(statement)
  return tables
})

const canonical = (rows: Rows) =>
  rows.map((row) =>
    JSON.stringify(
      Object.fromEntries(
        Object.entries(row).map(([key, value]) => [
          key,
          key === "clocks" || key === "versions"
            ? Object.entries(JSON.parse(String(value))).toSorted(([a], [b]) => (a < b ? -1 : 1))
            : value,
        ]),
      ),
    ),
  )

/** S6: which rows differ between the server and a device. */
export const differences = (server: Server, device: Device, name: string) =>
  Effect.gen(function* () {
    const [there, here] = [yield* server.run(shared), yield* device.run(shared)]
    const found: Array<string> = []
    for (const table of Object.keys(entities)) {
      const [a, b] = [canonical(there[table] ?? []), canonical(here[table] ?? [])]
      for (const row of a) if (!b.includes(row)) found.push(`S6: ${name} lacks ${table} ${row}`)
      for (const row of b) {
        if (!a.includes(row)) found.push(`S6: only ${name} has ${table} ${row}`)
      }
    }
    return found
  })

/** Each counts what must not be, on a device. */
const deviceRules: ReadonlyArray<readonly [string, string]> = [
  [
    "S1: a row that no server has seen has no event that waits",
    `SELECT count(*) AS n FROM (SELECT id FROM chat WHERE version = 0 UNION ALL SELECT id FROM message WHERE version = 0
      EXCEPT SELECT entity_id FROM sync_event WHERE operation = 'create' AND synced = 0)`,
  ],
  [
    "S1: an event that waits has no row",
    `SELECT count(*) AS n FROM (SELECT entity_id FROM sync_event WHERE operation = 'create' AND synced = 0
      EXCEPT SELECT id FROM chat EXCEPT SELECT id FROM message EXCEPT SELECT id FROM conflict)`,
  ],
  [
    "B1: a chat shows a branch that does not end",
    `SELECT count(*) AS n FROM chat WHERE leaf_id IS NOT NULL AND (
      NOT EXISTS (SELECT 1 FROM message WHERE id = leaf_id AND chat_id = chat.id)
      OR EXISTS (SELECT 1 FROM message WHERE parent_id = leaf_id))`,
  ],
  [
    "B1: a chat with messages shows none",
    `SELECT count(*) AS n FROM chat WHERE leaf_id IS NULL AND EXISTS (
      SELECT 1 FROM message WHERE chat_id = chat.id AND parent_id IS NULL)`,
  ],
]

const serverRules: ReadonlyArray<readonly [string, string]> = [
  [
    "S2: the numbers of a device have gaps",
    `SELECT count(*) AS n FROM (SELECT device_id FROM sync_event GROUP BY device_id
      HAVING max(number) - min(number) + 1 <> count(*))`,
  ],
  [
    "S3: a device was counted further than it sent",
    `SELECT count(*) AS n FROM device d WHERE d.last_number <> coalesce(
      (SELECT max(number) FROM sync_event e WHERE e.device_id = d.id), d.last_number)`,
  ],
  [
    "the newest versions and the rows disagree",
    `SELECT count(*) AS n FROM change c WHERE c.version <> coalesce(
      (SELECT version FROM chat WHERE id = c.entity_id), (SELECT version FROM message WHERE id = c.entity_id),
      (SELECT version FROM conflict WHERE id = c.entity_id), c.version)`,
  ],
]

const broken = (rules: ReadonlyArray<readonly [string, string]>, name: string) =>
  Effect.gen(function* () {
    const found: Array<string> = []
    for (const [problem, statement] of rules) {
      const [row] = yield* query(statement)
      if (row?.["n"] !== 0) found.push(`${problem}: ${String(row?.["n"])} on ${name}`)
    }
    return found
  })

export const wholeness = (device: Device, name: string) => device.run(broken(deviceRules, name))
export const serverWholeness = (server: Server) => server.run(broken(serverRules, "the server"))

/** The newest change that waits for a field, where nobody else has changed that field meanwhile. */
const waiting = (table: "chat" | "message", field: "title" | "pinned" | "content") => `
  SELECT e.entity_id AS id, r.${field} AS shown, json_extract(e.data, '$.patch.${field}') AS wanted
  FROM sync_event e JOIN ${table} r ON r.id = e.entity_id
  WHERE e.synced = 0 AND json_extract(e.data, '$.patch.${field}') IS NOT NULL
    AND coalesce(json_extract(r.versions, '$.${field}'), 0) <= e.base_version
    AND NOT EXISTS (SELECT 1 FROM sync_event o WHERE o.entity_id = e.entity_id AND o.synced = 0
      AND o.number > e.number AND json_extract(o.data, '$.patch.${field}') IS NOT NULL)`

/** S5: what was changed here and still waits is shown. */
export const overlayShown = (device: Device, name: string) =>
  device.run(
    Effect.gen(function* () {
      const found: Array<string> = []
      for (const statement of [
        waiting("chat", "title"),
        waiting("chat", "pinned"),
        waiting("message", "content"),
      ]) {
        for (const { id, shown, wanted } of yield* query(statement)) {
          if (shown !== wanted) {
            found.push(
              `S5: ${name} shows "${String(shown)}" for ${String(id)}, and "${String(wanted)}" waits`,
            )
          }
        }
      }
      return found
    }),
  )

const acknowledged = query(`SELECT id FROM sync_event WHERE synced = 1`)
const recorded = query(`SELECT id FROM sync_event`)

/** S8: what a device calls synced is on the record of the server, if that forgot nothing. */
export const honesty = (server: Server, device: Device, name: string) =>
  Effect.gen(function* () {
    const there = new Set((yield* server.run(recorded)).map(({ id }) => id))
    const said = yield* device.run(acknowledged)
    return said.filter(({ id }) => !there.has(id)).map(({ id }) => `S8: ${name} calls ${String(id)} synced`)
  })

const outcomes = query(
  `SELECT id, device_id, number, base_version, version, outcome FROM sync_event ORDER BY id`,
)
const losses = query(`SELECT entity_type, entity_id, field, resolution, version FROM conflict ORDER BY id`)

/** S10: what the server decided. */
export const decided = (server: Server) =>
  Effect.map(Effect.all([server.run(outcomes), server.run(losses)]), (both): ReadonlyArray<unknown> =>
    both.flat(),
  )

const heads = query(`SELECT version AS n FROM space`)
const cursors = query(`SELECT value AS n FROM sync_state WHERE name = 'cursor'`)
const pending = query(`SELECT count(*) AS n FROM sync_event WHERE synced = 0`)

/** Whether every device has come as far as the server, and has nothing to send. */
export const isQuiet = (server: Server, devices: ReadonlyArray<Device>) =>
  Effect.gen(function* () {
    const [head] = yield* server.run(heads)
    return yield* Effect.every(devices, (device) =>
      Effect.gen(function* () {
        const [[cursor], [waits]] = [yield* device.run(cursors), yield* device.run(pending)]
        return cursor !== undefined && Number(cursor["n"]) === Number(head?.["n"]) && waits?.["n"] === 0
      }),
    )
  })

/** S4: after the quiet end nothing waits. */
export const outboxEmpty = (device: Device, name: string) =>
  Effect.map(device.run(pending), ([row]) =>
    row?.["n"] === 0 ? [] : [`S4: ${String(row?.["n"])} wait on ${name}`],
  )

/** Every text that is still to be found: in a row, in the log of conflicts, or among what was refused. */
const texts = Effect.gen(function* () {
  const found = new Set<string>()
  for (const { value } of yield* query(`SELECT title AS value FROM chat UNION SELECT content FROM message`)) {
    found.add(String(value))
  }
  for (const row of yield* query(`SELECT local_value AS a, cloud_value AS b FROM conflict`)) {
    for (const value of [row["a"], row["b"]]) {
      const parsed: unknown = JSON.parse(String(value))
      if (typeof parsed === "string") found.add(parsed)
    }
  }
  return found
})

/** What a device shows in its trash: in chats, and messages of other chats. */
export const inTrash = Effect.map(
  query(`SELECT title AS value FROM chat WHERE deleted_at IS NOT NULL
    UNION SELECT m.content FROM message m JOIN chat c ON c.id = m.chat_id
      WHERE c.deleted_at IS NOT NULL OR m.deleted_at IS NOT NULL`),
  (rows) => rows.map(({ value }) => String(value)),
)

const refusedData = query(`SELECT data FROM sync_event WHERE synced = 1 AND outcome = 'refused'`)

/** S7: of everything that was typed, what is nowhere although nobody who saw it wrote over it. */
export const lostTexts = (
  owed: ReadonlyArray<Typed>,
  typed: ReadonlyArray<Typed>,
  server: Server,
  devices: ReadonlyArray<Device>,
) =>
  Effect.gen(function* () {
    const there = yield* server.run(texts)
    // what was deleted is kept for the retention, and longer where nobody prunes
    for (const device of devices) for (const value of yield* device.run(texts)) there.add(value)
    const refused = (yield* Effect.forEach(devices, (device) => device.run(refusedData)))
      .flat()
      .map(({ data }) => String(data))
    const replaced = new Set(typed.map(({ over }) => over))
    return owed
      .filter(({ confirmed, value }) => confirmed && !there.has(value) && !replaced.has(value))
      .filter(({ value }) => !refused.some((data) => data.includes(value)))
      .map(({ entityId, field, value }) => `S7: "${value}", typed as ${field} of ${entityId}, is lost`)
  })
