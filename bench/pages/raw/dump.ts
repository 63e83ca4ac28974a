import type { Engine } from "./engine.ts"

/** Tables that a virtual table makes for itself. */
const shadow = /_fts_(data|idx|docsize|config|content)$/

const quoted = (value: unknown) => {
  if (value === null) return "NULL"
  return typeof value === "number" ? String(value) : `'${String(value).replaceAll("'", "''")}'`
}

/** The product's schema and the few rows of a database that was never written to, as SQL. */
export const dump = async (db: Engine): Promise<ReadonlyArray<string>> => {
  const objects = await db.query(
    "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid",
  )
  const own = objects.filter(([, name]) => !shadow.test(String(name)))
  const statements = own.map(([, , sql]) => String(sql))
  for (const [type, name, sql] of own) {
    if (type !== "table" || String(sql).startsWith("CREATE VIRTUAL")) continue
    const columns = await db.query(`SELECT name FROM pragma_table_info('${String(name)}')`)
    const names = columns.map(([column]) => `"${String(column)}"`).join(", ")
    for (const row of await db.query(`SELECT ${names} FROM "${String(name)}"`)) {
      statements.push(`INSERT INTO "${String(name)}" (${names}) VALUES (${row.map(quoted).join(", ")})`)
    }
  }
  return statements
}
