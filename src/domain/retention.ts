/** Days for which a server keeps what was deleted, unless whoever runs it chose another number. */
export const usualRetentionDays = 90

/** When what was deleted is erased, if the server keeps it as long as usual and learned of the deletion at once. */
export const erasedFrom = (deletedAt: number): number => deletedAt + usualRetentionDays * 86_400_000
