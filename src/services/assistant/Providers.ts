import { SqlClient } from "@effect/sql"
import { Clock, Effect, Redacted, Schema } from "effect"
import {
  Parameters,
  type Provider,
  type ProviderDraft,
  ProviderRow,
} from "../../domain/assistant/Provider.ts"
import type { AssistantError } from "../../domain/errors/AssistantErrors.ts"
import { NoModel } from "../../domain/errors/AssistantErrors.ts"
import { NotFound } from "../../domain/errors/InputErrors.ts"
import type { ProviderId } from "../../domain/Ids.ts"
import { Name } from "../../domain/Text.ts"
import { columnsOf, columnValues } from "../database/columns.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { Identity } from "../device/Identity.ts"
import { LiveQueries } from "../live/LiveQueries.ts"
import type { LiveQuery } from "../live/LiveQuery.ts"
import { KeptState } from "../storage/KeptState.ts"
import { Assistant, type Connection } from "./Assistant.ts"
import { ProviderKeys } from "./ProviderKeys.ts"

const ProviderRecord = Schema.Struct({
  ...ProviderRow.fields,
  models: Schema.parseJson(Schema.Array(Name)),
  parameters: Schema.parseJson(Parameters),
})

/** Who answers, and with which model. */
export interface Answering {
  readonly connection: Connection
  readonly model: string
  readonly parameters: Parameters
}

/** Models of one provider that are remembered: aggregators have thousands. */
const mostModels = 1_000

const isName = Schema.is(Name)

/** Those whom this person has connected on this device. */
export class Providers extends Effect.Service<Providers>()("openchat/Providers", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const assistant = yield* Assistant
    const keys = yield* ProviderKeys
    const kept = yield* KeptState
    const live = yield* LiveQueries
    const { userId } = yield* Identity
    const columns = sql.literal(columnsOf(ProviderRow))
    const decode = Schema.decodeUnknown(Schema.Array(ProviderRecord))
    const valuesOf = columnValues(ProviderRow)

    /** The one that was chosen last comes first. */
    const all = withStorageErrors(
      Effect.flatMap(
        sql`SELECT ${columns} FROM provider WHERE user_id = ${userId} ORDER BY chosen_at DESC, id DESC`,
        decode,
      ),
    )

    const byId = (id: ProviderId) =>
      Effect.flatMap(all, (rows) => {
        const row = rows.find((it) => it.id === id)
        return row === undefined ? new NotFound({ entity: "provider", id }) : Effect.succeed(row)
      })

    const changed = Effect.zipRight(kept.save, live.invalidate(["providers"]))

    const patch = (id: ProviderId, values: Partial<ProviderRow>) =>
      Effect.zipRight(
        withStorageErrors(
          sql`UPDATE provider SET ${sql.update(valuesOf(values))} WHERE id = ${id} AND user_id = ${userId}`,
        ),
        changed,
      )

    /** Adds the provider, or changes the one of that id. */
    const put = Effect.fn("Providers.put")(function* (draft: ProviderDraft) {
      const now = yield* Clock.currentTimeMillis
      const { id, ...values } = draft
      const known = (yield* all).find((it) => it.id === id)
      if (known !== undefined) {
        const isElsewhere = known.kind !== draft.kind || known.baseUrl !== draft.baseUrl
        // those of the old address say nothing of the new one
        return yield* patch(id, isElsewhere ? { ...values, models: [] } : values)
      }
      const row: ProviderRow = { ...draft, models: [], keyEnding: null, createdAt: now, chosenAt: now }
      yield* withStorageErrors(sql`INSERT INTO provider ${sql.insert({ ...valuesOf(row), user_id: userId })}`)
      yield* changed
    })

    /** An empty key removes the one that is there. */
    const setKey = Effect.fn("Providers.setKey")(function* (id: ProviderId, key: Redacted.Redacted<string>) {
      yield* byId(id)
      const text = Redacted.value(key).trim()
      yield* text === "" ? keys.remove(id) : keys.put(id, Redacted.make(text))
      // of a short one, four characters would be too much of it
      yield* patch(id, { keyEnding: text === "" ? null : text.length < 12 ? "" : text.slice(-4) })
    })

    const choose = Effect.fn("Providers.choose")(function* (id: ProviderId, model: string | null) {
      yield* byId(id)
      yield* patch(id, { chosenAt: yield* Clock.currentTimeMillis, ...(model === null ? {} : { model }) })
    })

    const remove = Effect.fn("Providers.remove")(function* (id: ProviderId) {
      yield* keys.remove(id)
      yield* withStorageErrors(sql`DELETE FROM provider WHERE id = ${id} AND user_id = ${userId}`)
      yield* changed
    })

    const connect = ({ baseUrl, id, kind }: Pick<Provider, "id" | "kind" | "baseUrl">) =>
      Effect.map(keys.get(id), (key): Connection => ({ kind, baseUrl: baseUrl.replace(/\/+$/, ""), key }))

    /** Asks the provider for its models and remembers them. Where none was chosen, the first one is. */
    const refresh = Effect.fn("Providers.refresh")(function* (id: ProviderId) {
      const provider = yield* byId(id)
      const named = yield* assistant.models(yield* connect(provider))
      const models = named.filter((name) => isName(name)).slice(0, mostModels)
      yield* patch(id, { models, model: provider.model ?? models[0] ?? null })
      return models
    })

    /**
     * R3: who answers in a chat. One that has the chat's model; if none has, the one that was chosen last, with its own
     * model.
     */
    const answering = Effect.fn("Providers.answering")(function* (
      model: string | null,
    ): Effect.fn.Return<Answering, AssistantError | Effect.Effect.Error<typeof all>> {
      const rows = yield* all
      const able = rows.find((row) => row.model === model || row.models.some((name) => name === model))
      const row = (model === null ? undefined : able) ?? rows[0]
      const name = row === able && model !== null ? model : row?.model
      if (row === undefined || name == null) return yield* new NoModel()
      return { connection: yield* connect(row), model: name, parameters: row.parameters }
    })

    const watch: LiveQuery<ReadonlyArray<ProviderRow>> = { keys: ["providers"], run: all }

    const connection = (id: ProviderId) =>
      Effect.flatMap(byId(id), (provider) =>
        Effect.map(connect(provider), (connection) => ({ connection, model: provider.model })),
      )

    return { watch, put, setKey, choose, remove, refresh, answering, connection } as const
  }),
}) {}
