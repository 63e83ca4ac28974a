/** Where the pieces of a block go: nowhere, as it has none, or into its `code`, its list, its table's body. */
export type Slot = "none" | "code" | "list" | "rows"

/**
 * A part of a message between two blank lines, more or less: what the page sanitises, keeps, and replaces as one. None
 * of it was sanitised yet.
 */
export interface Block {
  /** Where it begins in the text, in UTF-16 units. */
  readonly key: number
  /** HTML. */
  readonly shell: string
  readonly slot: Slot
  /** HTML. A long block is cut into these, so that one that grows changes in its last alone. */
  readonly pieces: ReadonlyArray<string>
}

/** Asks for a message as it stands. The answer to one comes before the next is asked for. */
export interface Render {
  readonly _tag: "Render"
  readonly id: number
  /** Whether `text` follows what was sent under this id before, or is all of it. */
  readonly append: boolean
  readonly text: string
  /** Whether more will come: what is half written is then shown as what it is going to be. */
  readonly writing: boolean
}

/** Nobody will ask for more of this message. */
export interface Forget {
  readonly _tag: "Forget"
  readonly id: number
}

export type ToMarkdown = Render | Forget

/** The first `keep` blocks are as they were; these follow them, and nothing else does. */
export interface Rendered {
  readonly _tag: "Rendered"
  readonly id: number
  readonly keep: number
  readonly blocks: ReadonlyArray<Block>
}

/** This message cannot be rendered: the page goes on showing its text. */
export interface NotRendered {
  readonly _tag: "NotRendered"
  readonly id: number
}

export type FromMarkdown = Rendered | NotRendered
