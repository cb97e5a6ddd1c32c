# Sources into groups of at most `most`, one group a line. A name of a file's unnamed namespace hides what others mean by
# it, so it stands in no other file of the group (but as an alias of the same); a file that brings in all names of an
# enumeration stands alone.
FNR == 1 { own = 0; file = ++n; path[n] = FILENAME }
/^using enum/ { alone[file] = 1 }
/^namespace \{/ { own = 1 }
/^\}  \/\/ namespace$/ { own = 0 }
own && /^using [A-Za-z_0-9]+ =/ { names[file] = names[file] " " $2; alias[file, $2] = $0 }
{ sub(/^\[\[[a-z]+\]\] */, "") }
own && /^[A-Za-z]/ && !/^(namespace|static_assert|template|using)/ { declared($0) }
{
  gsub(/"([^"\\]|\\.)*"/, " "); sub(/\/\/.*/, ""); gsub(/(\.|::|->)[A-Za-z_][A-Za-z_0-9]*/, " ")
  gsub(/[^A-Za-z_0-9]+/, " ")
  k = split($0, words, " ")
  for (i = 1; i <= k; ++i) if (!((file, words[i]) in met)) { met[file, words[i]] = 1; used[file] = used[file] " " words[i] }
}
function declared(line, name) {
  if (match(line, /^(struct|class|enum class|enum) +[A-Za-z_0-9]+/)) {
    name = substr(line, RSTART, RLENGTH); sub(/.* /, "", name); names[file] = names[file] " " name
  } else if (line ~ /^(static |inline )*constexpr/ && line !~ /\) (noexcept )?\{/) {
    while (match(line, /[A-Za-z_0-9]+( =|\{|\[)/)) {
      name = substr(line, RSTART, RLENGTH); sub(/( =|\{|\[)$/, "", name); names[file] = names[file] " " name
      line = substr(line, RSTART + RLENGTH)
    }
  } else if (match(line, /[A-Za-z_0-9]+(\(| =|\{|\[|;)/)) {
    name = substr(line, RSTART, RLENGTH); sub(/( =|[({;[])$/, "", name); names[file] = names[file] " " name
  }
}
function fits(f, g, k, j, w) {
  if (size[g] >= most || shut[g] || (alone[f] && size[g])) return 0
  k = split(names[f], w, " ")
  for (j = 1; j <= k; ++j) if ((g, w[j]) in seen && !same(f, g, w[j])) return 0
  k = split(used[f], w, " ")
  for (j = 1; j <= k; ++j) if ((g, w[j]) in hidden && !same(f, g, w[j])) return 0
  return 1
}
function same(f, g, name) { return alias[f, name] != "" && hidden[g, name] == alias[f, name] }
function join(f, g, k, j, w) {
  k = split(names[f], w, " ")
  for (j = 1; j <= k; ++j) hidden[g, w[j]] = alias[f, w[j]]
  k = split(used[f], w, " ")
  for (j = 1; j <= k; ++j) seen[g, w[j]] = 1
  ++size[g]; shut[g] = alone[f]; group[g] = group[g] " " path[f]
  if (g > last) last = g
}
END {
  for (f = 1; f <= n; ++f) {
    for (g = 1; !fits(f, g); ++g);
    join(f, g)
  }
  for (g = 1; g <= last; ++g) print substr(group[g], 2)
}
