import { Schema } from "effect"
import { UserId } from "./Ids.ts"
import { Name } from "./Text.ts"

/** Neither is kept on the device, and neither is logged. */
export const Credentials = Schema.Struct({
  email: Schema.NonEmptyTrimmedString.pipe(Schema.maxLength(254)),
  password: Schema.String.pipe(Schema.minLength(1), Schema.maxLength(128)),
})
export type Credentials = typeof Credentials.Type

export const Registration = Schema.Struct({ ...Credentials.fields, name: Name })
export type Registration = typeof Registration.Type

export const SignedIn = Schema.Struct({ userId: UserId, email: Schema.String, name: Schema.String })
export type SignedIn = typeof SignedIn.Type

/** Who uses this device. */
export const Account = Schema.Struct({
  userId: UserId,
  /** Null for somebody who never signed in. */
  email: Schema.NullOr(Schema.String),
  name: Schema.String,
  /** Whether the device may speak to the server, as far as it knows. */
  signedIn: Schema.Boolean,
})
export type Account = typeof Account.Type
