import { Schema } from "effect"
import { UserId } from "../../../src/domain/Ids.ts"

/** Somebody with an account and a session. */
export const Person = Schema.Struct({
  userId: UserId,
  email: Schema.String,
  name: Schema.String,
  authorization: Schema.String,
})
export type Person = typeof Person.Type

/** What the devices are to do, and how much of it. */
export const Plan = Schema.Struct({
  job: Schema.Literal("pushes", "upload", "pulls", "catch-up", "bootstrap", "accounts", "fan-out"),
  /** Of the server, on this machine. */
  port: Schema.Int,
  /** Those whom an earlier job signed up. */
  people: Schema.Array(Person),
  /** Of each round of what is done again and again. */
  seconds: Schema.Number,
  rounds: Schema.Int,
  /** New devices, each of which fetches everything. */
  boots: Schema.Int,
  /** Of the account that a new device fetches. */
  messages: Schema.Int,
  /** Of the account that a device knew before it was away, and what it missed. */
  known: Schema.Int,
  changes: Schema.Int,
  /** Accounts, and devices of each, that are connected at once. */
  accounts: Schema.Int,
  devicesEach: Schema.Int,
  pokes: Schema.Int,
  idleSeconds: Schema.Number,
})
export type Plan = typeof Plan.Type
