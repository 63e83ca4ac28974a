import { Schema } from "effect"
import { UserId } from "./Ids.ts"
import { Name } from "./Text.ts"
import { Millis, registers } from "./Scalars.ts"

/** A person. A device that never signed in has one local user without an address. */
export const User = Schema.Struct({
  id: UserId,
  email: Schema.NullOr(Name),
  name: Name,
  image: Schema.NullOr(Schema.String),
  createdAt: Millis,
  updatedAt: Millis,
  ...registers,
})
export type User = typeof User.Type
