# Sources into groups of at most `most` that share no name of their unnamed namespaces, one group a line.
FNR == 1 { own = 0; files[++n] = FILENAME }
/^namespace \{/ { own = 1 }
/^\}  \/\/ namespace$/ { own = 0 }
/^[A-Za-z]/ && !/^(namespace|static_assert)/ {
  line = $0
  if (match(line, /^(struct|class|enum class|enum) +[A-Za-z_0-9]+/)) name = substr(line, RSTART, RLENGTH)
  else if (line ~ /^(static )?(inline )?constexpr/) {
    while (match(line, /[A-Za-z_0-9]+( =|\{|\[)/)) {
      name = substr(line, RSTART, RLENGTH); sub(/( =|\{|\[)$/, "", name); add(name); line = substr(line, RSTART + RLENGTH)
    }
    next
  }
  else { name = line; sub(/[({=;\[].*/, "", name); sub(/ +$/, "", name) }
  sub(/.*[ *&>:]/, "", name)
  add(name)
}
function add(name) {
  if (name !~ /^[A-Za-z_0-9]+$/) return
  if (own) names[FILENAME] = names[FILENAME] " " name
  else open[FILENAME] = open[FILENAME] " " name
}
function clash(f, g, list, k, j, w) {
  k = split(names[f], w, " ")
  for (j = 1; j <= k; ++j) if ((g, w[j]) in hidden || (g, w[j]) in shown) return 1
  k = split(open[f], w, " ")
  for (j = 1; j <= k; ++j) if ((g, w[j]) in hidden) return 1
  return 0
}
function join(f, g, k, j, w) {
  k = split(names[f], w, " ")
  for (j = 1; j <= k; ++j) hidden[g, w[j]] = 1
  k = split(open[f], w, " ")
  for (j = 1; j <= k; ++j) shown[g, w[j]] = 1
  ++size[g]; out[g] = out[g] " " f
  if (g > last) last = g
}
END {
  for (i = 1; i <= n; ++i) {
    for (g = 1; size[g] >= most || clash(files[i], g); ++g);
    join(files[i], g)
  }
  for (g = 1; g <= last; ++g) print substr(out[g], 2)
}
