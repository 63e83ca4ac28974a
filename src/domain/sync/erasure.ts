import { erasedText } from "../Text.ts"
import type { Clocks } from "../Scalars.ts"

/** What somebody typed, and what an erasure puts another text in place of. */
export const chatTexts = ["title", "systemPrompt", "folder"] as const
export const messageTexts = ["content"] as const

interface Registered {
  readonly clocks: Clocks
}

type Texts<F extends string> = { readonly [K in F]: string | null }

/** Without the entries of some fields: as if those had never been changed. */
export const without = <A>(
  registers: Readonly<Record<string, A>>,
  fields: ReadonlyArray<string>,
): Readonly<Record<string, A>> =>
  Object.fromEntries(Object.entries(registers).filter(([field]) => !fields.includes(field)))

/**
 * Whether the server erased the field of a row that this device has: nobody wrote it, as whoever writes leaves a clock.
 *
 * @param here the row of this device
 * @param there the row of the server
 */
const isErased = <F extends string>(
  here: Registered & Texts<F>,
  there: Registered & Texts<F>,
  field: F,
): boolean => {
  const clock = there.clocks[field]
  return (
    there[field] === erasedText &&
    here[field] !== erasedText &&
    (clock === undefined || clock === here.clocks[field])
  )
}

/** Whether an erasure reached the row that the server sent. */
export const hasErased = <F extends string>(
  here: Registered & Texts<F>,
  there: Registered & Texts<F>,
  fields: ReadonlyArray<F>,
): boolean => fields.some((field) => isErased(here, there, field))

/**
 * S11: the fields whose text this device keeps, and sends again, although the server erased it, since they are in use
 * here: somebody restored what they belong to, wrote into it, or never deleted it, and the server did not know.
 *
 * @param shown the row of the server with what waits here on top
 * @param inUse whether what they belong to is in the trash on this device, with what waits on top
 */
export const keptFields = <F extends string>(
  here: Registered & Texts<F>,
  there: Registered & Texts<F>,
  shown: Texts<F>,
  fields: ReadonlyArray<F>,
  inUse: boolean,
): ReadonlyArray<F> =>
  inUse
    ? fields.filter(
        (field) =>
          isErased(here, there, field) &&
          shown[field] === erasedText &&
          // a text that is empty is as good as erased
          here[field] !== null,
      )
    : []
