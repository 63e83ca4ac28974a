/** As many of the first rows as a page takes, and at least one. */
export const fitting = <A>(rows: ReadonlyArray<A>, bytes: number): ReadonlyArray<A> => {
  let left = bytes
  const count = rows.findIndex((row) => {
    left -= JSON.stringify(row).length
    return left < 0
  })
  return count < 0 ? rows : rows.slice(0, Math.max(1, count))
}
