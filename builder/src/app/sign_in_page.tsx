import { useEffect, useState, type FormEvent } from 'react'
import { fieldError, messageOf } from '../api/problem.ts'
import { useSignIn } from '../api/session.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { BrandMark } from './brand.tsx'

/** Signs a member in; whatever address was asked for opens afterwards. */
export function SignInPage() {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const signIn = useSignIn()
  useEffect(() => {
    document.title = 'Sign in · SoniaRose'
  }, [])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    signIn.mutate({ email: email.trim(), password })
  }
  return (
    <div className="grid min-h-full lg:grid-cols-[minmax(26rem,5fr)_7fr]">
      <main className="flex flex-col justify-center bg-surface px-6 py-12 sm:px-14">
        <div className="mx-auto w-full max-w-sm">
          <BrandMark className="size-11" />
          <h1 className="mt-6 text-2xl font-semibold">Welcome back</h1>
          <p className="mt-1.5 text-base text-ink-soft">Sign in to your SoniaRose console.</p>
          <form onSubmit={submit} className="mt-8 flex flex-col gap-4.5">
            <Field label="E-mail" error={fieldError(signIn.error, 'email')}>
              <Input
                type="email"
                name="email"
                autoComplete="username"
                required
                autoFocus
                value={email}
                onChange={(event) => setEmail(event.target.value)}
                className="h-11"
              />
            </Field>
            <Field label="Password" error={fieldError(signIn.error, 'password')}>
              <Input
                type="password"
                name="password"
                autoComplete="current-password"
                required
                value={password}
                onChange={(event) => setPassword(event.target.value)}
                className="h-11"
              />
            </Field>
            {signIn.isError ? (
              <p role="alert" className="rounded-md bg-bad-soft px-3 py-2.5 text-sm text-bad-ink">
                {messageOf(signIn.error)}
              </p>
            ) : null}
            <Button type="submit" variant="primary" size="lg" loading={signIn.isPending} className="mt-1">
              Sign in
            </Button>
          </form>
          <p className="mt-6 text-sm text-ink-faint">
            The first start of SoniaRose prints the owner’s e-mail and password in its terminal.
          </p>
        </div>
      </main>
      <Aside />
    </div>
  )
}

const exchange = [
  { mine: true, text: 'Hi Ada! Day 1 of joy: name one thing that made you smile today.' },
  { mine: false, text: 'My neighbour’s terrible tuba practice' },
  { mine: true, text: 'That counts twice. Would you like another one tomorrow?' },
  { mine: false, text: 'Yes please' },
]

/** The picture beside the form: a conversation as a workflow holds it. */
function Aside() {
  return (
    <div aria-hidden className="relative hidden overflow-hidden bg-rose-soft lg:grid lg:place-items-center">
      <div className="absolute -top-40 -right-32 size-120 rounded-full bg-rose/12" />
      <div className="absolute -bottom-52 -left-24 size-140 rounded-full bg-rose/10" />
      <div className="relative w-full max-w-md px-8">
        <p className="text-3xl font-semibold tracking-tight text-rose-ink">Texts people are glad to get.</p>
        <ol className="mt-10 flex flex-col gap-3">
          {exchange.map((line) => (
            <li
              key={line.text}
              className={
                line.mine
                  ? 'max-w-4/5 self-end rounded-xl rounded-br-xs bg-rose px-4 py-2.5 text-base text-on-rose shadow-float'
                  : 'max-w-4/5 self-start rounded-xl rounded-bl-xs bg-raised px-4 py-2.5 text-base shadow-float'
              }
            >
              {line.text}
            </li>
          ))}
        </ol>
      </div>
    </div>
  )
}
