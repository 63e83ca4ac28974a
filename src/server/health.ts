import { HttpLayerRouter, HttpServerResponse } from "@effect/platform"
import { SqlClient } from "@effect/sql"
import { Effect } from "effect"

const headers = { "cache-control": "no-store" }

const ok = HttpServerResponse.unsafeJson({ status: "ok" }, { headers })
const unavailable = HttpServerResponse.unsafeJson({ status: "unavailable" }, { status: 503, headers })

/** Answers as soon as the server listens. */
const healthRoute = HttpLayerRouter.add("GET", "/health", ok)

/** Answers whether the database does too, for who decides where requests go. */
const readyRoute = HttpLayerRouter.use((router) =>
  Effect.flatMap(SqlClient.SqlClient, (sql) =>
    router.add(
      "GET",
      "/ready",
      sql`SELECT 1 AS one`.pipe(
        Effect.timeout("2 seconds"),
        Effect.matchCause({ onFailure: () => unavailable, onSuccess: () => ok }),
      ),
    ),
  ),
)

export const healthRoutes = [healthRoute, readyRoute] as const
