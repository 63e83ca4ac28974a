/** Two texts for one composer, the earlier one first. One that only goes on with the other holds both. */
export const joinDrafts = (before: string, after: string): string => {
  if (before === "" || after.startsWith(before)) return after
  return after === "" ? before : `${before}\n${after}`
}
