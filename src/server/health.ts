import { HttpLayerRouter, HttpServerResponse } from "@effect/platform"

/** Answers as soon as the server is ready. */
export const healthRoute = HttpLayerRouter.add(
  "GET",
  "/health",
  HttpServerResponse.unsafeJson({ status: "ok" }, { headers: { "cache-control": "no-store" } }),
)
