import { Mark } from "./Mark.tsx"
import "./shell.css"

/**
 * Instead of the page where a browser gives it no locks and no storage, which is everywhere but over https and on
 * localhost. Nothing could be opened there, so nothing is tried.
 */
export const InsecureScreen = () => {
  const { hostname, origin, pathname, port } = location
  const here = `http://localhost${port === "" ? "" : `:${port}`}`
  const encrypted = `https://${hostname}`
  return (
    <main class="full-page" aria-labelledby="insecure-title">
      <div class="full-page-card">
        <Mark />
        <h1 id="insecure-title">This address is not secure enough</h1>
        <p role="alert">
          OpenChat was opened at <strong>{origin}</strong>. Over plain http a browser lets a page keep
          nothing, so chats can be neither read nor written here. Open it over https, or as localhost on the
          computer that it runs on.
        </p>
        <p>
          If it runs on this computer: <a href={here + pathname}>{here}</a>
        </p>
        <p>
          If it runs on another one: <a href={encrypted + pathname}>{encrypted}</a>. Where that does not
          answer, whoever runs it has to put it behind a proxy with a certificate; “The server” in its README
          says how.
        </p>
        <p>Nothing is lost: chats that were written at another address of this server are still there.</p>
      </div>
    </main>
  )
}
