# One page of scripts/site: cmark-gfm's HTML in, the whole page out.
#
#   page    its path in docs, as commands/create.md
#   root    the way from it to the top of the site, as ../
#   pages   a file with a line for each page of the index: heading, path, title, separated by tabs

BEGIN {
    folder = page ~ /\// ? substr(page, 1, match(page, /[^\/]*$/) - 1) : ""
    front = page == "README.md"
    while ((getline line <pages) > 0) {
        split(line, part, "\t")
        group[++count] = part[1]; path[count] = part[2]; name[count] = part[3]
        # A page in a folder stands under the index of that folder.
        if (part[2] == page || folder != "" && part[2] == folder "README.md") here = count
    }
}

function html(file) {
    sub(/README\.md$/, "index.html", file)
    sub(/\.md$/, ".html", file)
    return file
}

# PATH below docs, without . and ..; it begins with ../ where it leads out of docs.
function resolved(file,    part, parts, i, out, kept) {
    parts = split(folder file, part, "/")
    for (i = 1; i <= parts; i++) {
        if (part[i] == "." || part[i] == "") continue
        if (part[i] == ".." && kept > 0 && out[kept] != "..") kept--
        else out[++kept] = part[i]
    }
    file = ""
    for (i = 1; i <= kept; i++) file = file (i > 1 ? "/" : "") out[i]
    return file
}

# A link to a page becomes one to its HTML; one out of docs becomes its words and the path in the sources.
function linked(text,    before, href, words, anchor, target, done) {
    while (match(text, /<a href="[^"]*">/)) {
        before = substr(text, 1, RSTART - 1)
        href = substr(text, RSTART + 9, RLENGTH - 11)
        text = substr(text, RSTART + RLENGTH)
        words = substr(text, 1, index(text, "</a>") - 1)
        text = substr(text, index(text, "</a>") + 4)
        anchor = ""
        if (match(href, /#.*/)) { anchor = substr(href, RSTART); href = substr(href, 1, RSTART - 1) }
        target = resolved(href)
        if (href ~ /^[a-z]+:/ || href == "") done = done before "<a href=\"" href anchor "\">" words "</a>"
        else if (target ~ /^\.\./) {
            target = substr(target, 4)
            print page "\t" target >>outside
            done = done before words " <span class=\"outside\">(" target " in the sources)</span>"
        } else done = done before "<a href=\"" html(href) anchor "\">" words "</a>"
    }
    return done text
}

# As GitHub makes it of a heading.
function anchor_of(text,    id) {
    gsub(/<[^>]*>/, "", text)
    gsub(/&[a-z]*;/, "", text)
    gsub(/«|»|…|–|·/, "", text)
    id = tolower(text)
    gsub(/[!-,.\/:-@\[-^`{-~]/, "", id)
    gsub(/ /, "-", id)
    if (id in used) return id "-" used[id]++
    used[id] = 1
    return id
}

function put(line) { body = body line "\n" }

function code(line) {
    if (language == "console") {
        if (line ~ /^\$ /) return "<span class=\"line\"><span class=\"prompt\">$ </span>" substr(line, 3) "</span>"
        if (line ~ /^error: /) return "<span class=\"error\">" line "</span>"
        if (line ~ /^hint: /) return "<span class=\"hint\">" line "</span>"
        if (line ~ /^(note: |…$)/) return "<span class=\"quiet\">" line "</span>"
    } else if (language != "text" && match(line, /^ *# .*|  +# .*/)) {
        return substr(line, 1, RSTART - 1) "<span class=\"quiet\">" substr(line, RSTART) "</span>"
    }
    return line
}

function ended() {
    if (sub(/<\/code><\/pre>$/, "", rest)) { put(rest == "" ? "</code></pre>" : code(rest) "</code></pre>"); pre = 0 }
    else put(code(rest))
}

pre { rest = $0; ended(); next }
/^<!-- raw HTML omitted -->$/ { next }
/^<pre><code/ {
    pre = 1
    language = match($0, /language-[a-z]*/) ? substr($0, RSTART + 9, RLENGTH - 9) : "text"
    rest = $0
    sub(/^<pre><code[^>]*>/, "", rest)
    body = body "<pre><code>"
    ended()
    next
}
# A link may go on in the next line.
{
    while (gsub(/<a /, "&") > gsub(/<\/a>/, "&") && (getline rest) > 0) $0 = $0 "\n" rest
}
/^<h[1-6]>/ {
    level = substr($0, 3, 1)
    text = linked(substr($0, 5, length($0) - 9))
    id = anchor_of(text)
    if (level == 1 && title == "") { title = text; gsub(/<[^>]*>/, "", title) }
    if (level == 2) { headings++; contents = contents "<li><a href=\"#" id "\">" text "</a></li>\n" }
    if (front && level == 2) put(sections++ ? "</section>\n<section>" : "<div class=\"cards\">\n<section>")
    put("<h" level " id=\"" id "\">" text (level > 1 && !front ? "<a class=\"anchor\" href=\"#" id "\" aria-label=\"link to this place\">#</a>" : "") "</h" level ">")
    next
}
/^<table>/ { put("<div class=\"scroll\">"); put($0); next }
/^<\/table>/ { put($0); put("</div>"); next }
front && /^<p>/ && !led {
    led = 1
    put("<p class=\"lead\">" linked(substr($0, 4)))
    if ($0 ~ /<\/p>$/) start()
    else leading = 1
    next
}
front && leading { put(linked($0)); if ($0 ~ /<\/p>$/) { leading = 0; start() } next }
{ put(linked($0)) }

function start() {
    put("<div class=\"start\"><a href=\"quick-start.html\">Quick start</a><a href=\"concepts.html\">Concepts</a>" \
        "<a href=\"commands/index.html\">Commands</a><a href=\"faq.html\">Questions</a></div>")
}

function neighbour(at, word) {
    return at < 1 || at > count ? "" : "<a href=\"" root html(path[at]) "\"><small>" word "</small>" name[at] "</a>\n"
}

END {
    if (sections) put("</section>\n</div>")
    print "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">"
    print "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">"
    print "<title>" (front ? title : title " – vgpuctl") "</title>\n<link rel=\"icon\" href=\"data:,\">"
    print "<link rel=\"stylesheet\" href=\"" root "style.css\">\n</head>"
    print "<body" (front ? " class=\"front\"" : "") ">\n<input type=\"checkbox\" id=\"menu\" aria-label=\"show the contents\">"
    print "<header><a class=\"name\" href=\"" root "index.html\">vgpuctl</a>"
    if (here && !front) print "<span class=\"where\">" group[here] "</span>"
    print "<label for=\"menu\">Contents</label></header>\n<div class=\"page\">\n<nav aria-label=\"all pages\">"
    for (i = 1; i <= count; i++) {
        if (group[i] != group[i - 1]) print (i > 1 ? "</ul>\n" : "") "<h2>" group[i] "</h2>\n<ul>"
        print "<li><a href=\"" root html(path[i]) "\"" (i == here ? " aria-current=\"" (path[i] == page ? "page" : "true") "\"" : "") ">" name[i] "</a></li>"
    }
    print "</ul>\n</nav>\n<main>"
    if (here && path[here] != page) print "<p><a href=\"index.html\">" name[here] "</a></p>"
    printf "%s", body
    if (here && path[here] == page) print "<div class=\"ends\">" neighbour(here - 1, "before") neighbour(here + 1, "next") "</div>"
    print "</main>"
    if (headings > 2 && !front) print "<aside><h2>On this page</h2>\n<ul>\n" contents "</ul></aside>"
    print "</div>\n</body>\n</html>"
}
