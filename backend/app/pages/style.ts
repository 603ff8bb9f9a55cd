/** The look of the public pages: the console's colours, with the system's own fonts and no script. */
export const style = `
:root{color-scheme:light dark;--canvas:light-dark(oklch(.958 .009 40),oklch(.168 .011 14));--surface:light-dark(oklch(.994 .003 60),oklch(.208 .012 16));
--line:light-dark(oklch(.906 .011 36),oklch(.305 .015 20));--control:light-dark(oklch(.72 .02 30),oklch(.48 .02 24));--ink:light-dark(oklch(.238 .024 15),oklch(.958 .007 50));
--soft:light-dark(oklch(.415 .022 22),oklch(.815 .012 42));--faint:light-dark(oklch(.505 .02 28),oklch(.7 .014 36));--rose:light-dark(oklch(.548 .2 8),oklch(.742 .142 8));
--rose-hover:light-dark(oklch(.492 .187 8),oklch(.79 .122 8));--on-rose:light-dark(#fff,oklch(.21 .05 8));--rose-soft:light-dark(oklch(.945 .029 8),oklch(.302 .066 8));
--rose-ink:light-dark(oklch(.455 .168 8),oklch(.846 .088 8));--bad-soft:light-dark(oklch(.947 .029 36),oklch(.3 .065 32));--bad-ink:light-dark(oklch(.465 .16 32),oklch(.845 .09 38))}
*{box-sizing:border-box}html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--canvas);color:var(--ink);font:16px/1.6 Figtree,ui-sans-serif,system-ui,sans-serif;text-wrap:pretty}
a{color:var(--rose-ink);text-underline-offset:.18em}
header,main,footer{max-width:66rem;margin:0 auto;padding:0 1.25rem}
header{display:flex;align-items:center;justify-content:space-between;gap:1rem;padding-block:1.25rem}
.brand{display:inline-flex;align-items:center;gap:.55rem;font-weight:650;letter-spacing:-.01em;color:inherit;text-decoration:none}
.brand svg{width:1.6rem;height:1.6rem}
nav{display:flex;gap:1.1rem;font-size:.94rem}nav a{color:var(--soft);text-decoration:none}nav a:hover{color:var(--ink)}
main{padding-block:1.5rem 4rem}main.narrow{max-width:44rem}
h1{font-size:clamp(2rem,6vw,3.1rem);line-height:1.08;letter-spacing:-.028em;font-weight:680;margin:.6rem 0 1rem;text-wrap:balance}
h2{font-size:1.2rem;letter-spacing:-.012em;margin:2.2rem 0 .5rem}
.lead{font-size:1.13rem;color:var(--soft);max-width:34rem}
.hero{display:grid;gap:2.5rem;align-items:start;padding-block:1.5rem}
@media(min-width:56rem){.hero{grid-template-columns:1.1fr .9fr;gap:4rem;padding-block:3.5rem}}
.card{background:var(--surface);border:1px solid var(--line);border-radius:1rem;padding:1.5rem;box-shadow:0 1px 2px light-dark(oklch(.35 .05 20/.06),transparent),0 12px 32px light-dark(oklch(.35 .05 20/.08),transparent)}
.card h2{margin:0 0 .25rem}.card p{margin:.25rem 0 1rem;color:var(--soft)}
label{display:block;font-weight:560;font-size:.94rem;margin:.9rem 0 .3rem}
input[type=text],input[type=tel]{width:100%;font:inherit;color:inherit;background:var(--canvas);border:1px solid var(--control);border-radius:.6rem;padding:.65rem .8rem}
input[aria-invalid=true]{border-color:var(--bad-ink)}
input:focus-visible,button:focus-visible,a:focus-visible{outline:3px solid color-mix(in oklab,var(--rose) 45%,transparent);outline-offset:2px}
.agree{display:grid;grid-template-columns:auto 1fr;gap:.7rem;font-weight:400;font-size:.86rem;line-height:1.5;color:var(--soft);margin-top:1.1rem}
.agree input{width:1.15rem;height:1.15rem;margin-top:.1rem;accent-color:var(--rose)}
button,.button{display:inline-block;font:inherit;font-weight:600;border:0;border-radius:.6rem;background:var(--rose);color:var(--on-rose);padding:.75rem 1.2rem;cursor:pointer;text-decoration:none}
button{width:100%;margin-top:1.2rem}button:hover,.button:hover{background:var(--rose-hover)}
.trap{position:absolute;left:-9999px}
.note{border-radius:.6rem;padding:.7rem .9rem;background:var(--rose-soft);color:var(--rose-ink)}.note.bad{background:var(--bad-soft);color:var(--bad-ink)}
.steps{list-style:none;padding:0;margin:2rem 0 0;display:grid;gap:1rem;counter-reset:s}
.steps li{display:grid;grid-template-columns:2rem 1fr;gap:.8rem;counter-increment:s;color:var(--soft)}
.steps li::before{content:counter(s);display:grid;place-items:center;width:2rem;height:2rem;border-radius:50%;background:var(--rose-soft);color:var(--rose-ink);font-weight:650;font-size:.9rem}
.steps b{color:var(--ink);display:block}
footer{display:flex;flex-wrap:wrap;gap:.4rem 1.2rem;padding-block:1.5rem 2.5rem;border-top:1px solid var(--line);font-size:.88rem;color:var(--faint)}
footer a{color:inherit}
pre{background:var(--surface);border:1px solid var(--line);border-radius:.7rem;padding:1rem;overflow-x:auto}code{font:.86em ui-monospace,'SF Mono','Cascadia Mono','DejaVu Sans Mono',monospace}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.92rem}th{text-align:left;font-weight:560;color:var(--faint);font-size:.8rem}
th,td{padding:.45rem .9rem .45rem 0;border-bottom:1px solid var(--line);vertical-align:top}tr:target{background:var(--rose-soft)}
.verb{font-weight:650;color:var(--rose-ink)}.verb.get{color:var(--soft)}
@media(max-width:30rem){header{padding-block:1rem}.card{padding:1.15rem}nav a:nth-child(-n+2){display:none}}`
