import { diffComm } from "node-diff3"

export interface DiffPart {
  readonly text: string
  /** Whether the other text says something else here. */
  readonly changed: boolean
}

export interface TextDiff {
  readonly local: ReadonlyArray<DiffPart>
  readonly cloud: ReadonlyArray<DiffPart>
}

/** Above so many words the comparison would be felt: the time grows with the square. */
const maxWords = 3_000

/** Each word with the space before it, so that a text is its words. */
const words = (text: string) => text.match(/\s*\S+|\s+$/g) ?? []

/** The space before what changed is not marked: it says nothing. */
const part = (of: ReadonlyArray<string>, changed: boolean): ReadonlyArray<DiffPart> => {
  const all = of.join("")
  const text = changed ? all.trimStart() : all
  const space = all.slice(0, all.length - text.length)
  return [
    { text: space, changed: false },
    { text, changed },
  ].filter((it) => it.text !== "")
}

/** What differs between two texts, word by word. Of texts that are too long nothing is marked. */
export const diffTexts = (local: string, cloud: string): TextDiff => {
  const [left, right] = [words(local), words(cloud)]
  if (left.length > maxWords || right.length > maxWords) {
    return { local: part([local], false), cloud: part([cloud], false) }
  }
  const pieces = diffComm<string>(left, right)
  return {
    local: pieces.flatMap(({ buffer1, common }) => part(common ?? buffer1 ?? [], common === undefined)),
    cloud: pieces.flatMap(({ buffer2, common }) => part(common ?? buffer2 ?? [], common === undefined)),
  }
}
