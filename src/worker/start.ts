import "../services/database/compiledSqlite.ts"

// SQLite is compiled while the worker's own code is still being loaded. Nothing is lost meanwhile: the page writes
// only to a worker that has said it is connected.
import("./main.ts").catch((cause: unknown) => {
  // outside of the promise it raises the page's `error` event, upon which it starts another worker
  setTimeout(() => {
    throw cause
  })
})
