import { For } from "solid-js"
import { groups } from "./scenarios.ts"
import "./states.css"

/** Ways to all of the states. */
export const StatesPage = () => (
  <main class="states">
    <h1>States</h1>
    <p>The page as it is, with a worker that says what each state needs. Nothing is read or kept.</p>
    <For each={groups}>
      {(group) => (
        <section aria-label={group.title}>
          <h2>{group.title}</h2>
          <ul>
            <For each={group.scenarios}>
              {({ name, title }) => (
                <li>
                  <a href={`/states/${name}`}>{title}</a>
                </li>
              )}
            </For>
          </ul>
        </section>
      )}
    </For>
  </main>
)
