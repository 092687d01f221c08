#!/usr/bin/env bash
# Pictures of every page of the built book in light, in dark and on a phone, for
# somebody to look at: open FOLDER/index.html.
#
#   scripts/screenshots.sh [FOLDER [PAGE...]]      PAGE as in depth/sawtooth.html
#
# Also says which page is wider than its window and what a page asks of a server.
# Exit code: 0 nothing to say, 1 such a page, 2 no Chromium or no book.
set -euo pipefail
cd "$(dirname "$0")/.."

book=$(pwd)/book/html
folder=${1:-target/screenshots}
shift || true
browser=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
[ -n "$browser" ] || { echo "screenshots: needs Chromium, or CHROMIUM=its path" >&2; exit 2; }
[ -f "$book/index.html" ] || { echo "screenshots: no book in $book: run \`cargo book\`" >&2; exit 2; }
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
if [ $# = 0 ]; then
  mapfile -t pages < <(cd "$book" && find . -name '*.html' ! -name toc.html -printf '%P\n' | sort)
else
  pages=("$@")
fi

shoot() { # shoot FLAG...: what no page needs is switched off, names of servers lead nowhere
  "$browser" --headless --no-sandbox --disable-gpu --hide-scrollbars --no-first-run \
    --disable-background-networking --disable-component-update --disable-sync \
    --allow-file-access-from-files --host-resolver-rules='MAP * ~NOTFOUND' "$@" 2>/dev/null
}

# One page after the other in a frame of both widths: how high it is, and whether it is too wide.
{
  echo "<body><script>const pages = ["
  printf '"%s",' "${pages[@]}"
  cat <<END
];
(async () => {
  const lines = [];
  for (const width of [1280, 390]) for (const page of pages) {
    const frame = document.createElement("iframe");
    frame.style = \`width:\${width}px;height:800px;border:0\`;
    frame.src = "file://$book/" + page;
    document.body.append(frame);
    await new Promise((done) => (frame.onload = done));
    await frame.contentDocument.fonts.ready;
    const root = frame.contentDocument.documentElement;
    lines.push(["size", width, page, root.scrollHeight, root.scrollWidth > width ? "WIDE" : "fits"].join(" "));
    frame.remove();
  }
  document.body.innerHTML = "<pre>" + lines.join("\n") + "\n</pre>";
})();
</script>
END
} >"$folder/measure.html"
shoot --virtual-time-budget=600000 --log-net-log="$folder/net.json" --dump-dom "file://$folder/measure.html" |
  grep -o 'size .*' >"$folder/sizes"

status=0
if grep WIDE "$folder/sizes" >&2; then status=1; fi
# What the browser asks on its own account has no page for its initiator.
if grep -E '"initiator":"(null|file:[^"]*)".*"url":"(https?|wss?)://' "$folder/net.json" >&2; then status=1; fi

{
  echo '<!DOCTYPE html><meta charset="utf-8"><title>Screenshots</title>'
  echo '<style>body{font:14px sans-serif;background:#888}img{width:30%;vertical-align:top;margin:4px}</style>'
} >"$folder/index.html"
while read -r _ width page height _; do
  [ "$page" != print.html ] || continue # higher than any picture
  name=${page%.html}
  name=${name//\//-}
  if [ "$width" = 1280 ]; then
    shoot --window-size="1280,$height" --screenshot="$folder/$name-light.png" "file://$book/$page"
    shoot --window-size="1280,$height" --blink-settings=preferredColorScheme=0 \
      --screenshot="$folder/$name-dark.png" "file://$book/$page"
    echo "<h2>$page</h2><img src=\"$name-light.png\"><img src=\"$name-dark.png\"><img src=\"$name-phone.png\" style=\"width:12%\">" \
      >>"$folder/index.html"
  else
    # No window is as narrow as a phone, but a frame in it is.
    echo "<body style=\"margin:0\"><iframe src=\"file://$book/$page\" style=\"border:0;width:390px;height:${height}px\">" \
      >"$folder/phone.html"
    shoot --window-size="500,$height" --screenshot="$folder/$name-phone.png" "file://$folder/phone.html"
  fi
done <"$folder/sizes"
echo "$folder/index.html"
exit "$status"
