{{/* Who is at the other end of a connection, as the items of `from` and `to`. */}}

{{/*
Whether one range holds another, smaller one: IPv4 by arithmetic; of IPv6 only ::/0 is known to hold others. An `except` that
lies outside of its range is refused by the API server, so it is left out. (list outer inner)
*/}}
{{- define "practika.rangeHolds" -}}
{{- $outer := splitList "/" (first .) -}}
{{- $inner := splitList "/" (last .) -}}
{{- $outerBits := last $outer | int -}}
{{- $innerBits := last $inner | int -}}
{{- if and (contains ":" (first $outer)) (contains ":" (first $inner)) -}}
{{- if and (eq (first .) "::/0") (gt $innerBits 0) }}yes{{ end -}}
{{- else if and (not (contains ":" (first $outer))) (not (contains ":" (first $inner))) (gt $innerBits $outerBits) -}}
{{- $size := 1 -}}
{{- range until (sub 32 $outerBits | int) }}{{ $size = mul $size 2 }}{{ end -}}
{{- if eq (div (include "practika.asNumber" (first $outer) | int64) $size) (div (include "practika.asNumber" (first $inner) | int64) $size) }}yes{{ end -}}
{{- end -}}
{{- end }}

{{- define "practika.asNumber" -}}
{{- $number := 0 -}}
{{- range splitList "." . }}{{ $number = add (mul $number 256) (. | int64) }}{{ end -}}
{{- $number -}}
{{- end }}

{{/* (dict "cidrs" "except") Nobody is let out to the address where clouds hand out credentials. */}}
{{- define "practika.ranges" -}}
{{- $except := .except | default list | concat (list "169.254.169.254/32" "fd00:ec2::254/128") | uniq -}}
{{- range $cidr := .cidrs }}
- ipBlock:
    cidr: {{ $cidr | quote }}
    {{- $inside := list }}
    {{- range $except }}{{ if include "practika.rangeHolds" (list $cidr .) }}{{ $inside = append $inside . }}{{ end }}{{ end }}
    {{- with $inside }}
    except:
      {{- range . }}
      - {{ . | quote }}
      {{- end }}
    {{- end }}
{{- end }}
{{- end }}

{{/* Pods of a namespace: both selectors in one item, or it would mean "or". (dict "namespace" "pods": labels) */}}
{{- define "practika.pods" -}}
- namespaceSelector:
    matchLabels:
      {{- toYaml .namespace | nindent 6 }}
  podSelector:
    matchLabels:
      {{- toYaml .pods | nindent 6 }}
{{- end }}

{{/* Pods of this release. (dict "root" "name" "component" "labels") */}}
{{- define "practika.ownPods" -}}
{{- $pods := dict "app.kubernetes.io/instance" .root.Release.Name -}}
{{- with .name }}{{ $_ := set $pods "app.kubernetes.io/name" . }}{{ end -}}
{{- with .component }}{{ $_ := set $pods "app.kubernetes.io/component" . }}{{ end -}}
{{- with .group }}{{ $_ := set $pods (printf "sg.practika.dev/%s" .) "true" }}{{ end -}}
{{ include "practika.pods" (dict "namespace" (dict "kubernetes.io/metadata.name" .root.Release.Namespace) "pods" $pods) }}
{{- end }}

{{/* A party of the values in mode selector or cidr; the edge's modes alb and hostNetwork are ranges too. */}}
{{- define "practika.party" -}}
{{- if eq .mode "selector" }}
{{ include "practika.pods" . }}
{{- else }}
{{ include "practika.ranges" . }}
{{- end }}
{{- end }}

{{/* The name of a party in the values, by the name of its edge. */}}
{{- define "practika.partyKey" -}}
{{- get (dict "postgres" "postgres" "redis-cache" "redisCache" "redis-queue" "redisQueue" "s3" "s3" "smtp" "smtp" "otlp" "otlp") . -}}
{{- end }}
