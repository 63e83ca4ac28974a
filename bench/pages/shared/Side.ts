/** A message to add to the end of its chat's branch. */
export interface NewMessage {
  readonly eventId: string
  readonly messageId: string
  readonly chatId: string
  readonly content: string
}

/** What a change to the screen is made of. */
export interface ShownMessage {
  readonly id: string
  readonly content: string
}

/** What is measured, once on the product and once without it. Each answers how many rows came back. */
export interface Side {
  readonly chatList: (limit: number) => Promise<number>
  readonly newest: (chatId: string, limit: number) => Promise<number>
  readonly search: (text: string, limit: number) => Promise<number>
  /** All in one transaction, resolved when it is durable. */
  readonly add: (messages: ReadonlyArray<NewMessage>) => Promise<void>
  /** Follows the newest messages of a chat until it is stopped. */
  readonly watch: (
    chatId: string,
    limit: number,
    onRows: (rows: ReadonlyArray<ShownMessage>) => void,
  ) => () => void
  /** The least that could be called the same: for information, and only without the product. */
  readonly floors?: Floors
}

export interface Floors {
  readonly ping: () => Promise<unknown>
  readonly prepare: () => Promise<unknown>
  readonly addBare: (message: NewMessage) => Promise<unknown>
  readonly newestByIndex: (chatId: string, limit: number) => Promise<unknown>
  readonly searchUnranked: (text: string, limit: number) => Promise<unknown>
}
