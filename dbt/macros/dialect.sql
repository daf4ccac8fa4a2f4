{# What DuckDB and Spark say in different words. Everything else in models and tests is SQL that both
   read alike; `tests/dbt/test_portable_sql.py` holds them to it. A macro here gives the same rows on
   both, and says what differs. #}

{# Computes a CTE by itself, once. Only where the comment beside it says why. Spark has no such word. #}
{% macro materialized() -%}
    {{ adapter.dispatch('materialized')() }}
{%- endmacro %}
{% macro default__materialized() -%} materialized {%- endmacro %}
{% macro spark__materialized() -%} {%- endmacro %}

{# The value in the row where `by` is least, or greatest; a null there is the answer. DuckDB's min_by
   goes on to the next row that has a value, Spark's does not. #}
{% macro at_min(value, by) -%}
    {{ adapter.dispatch('at_min')(value, by) }}
{%- endmacro %}
{% macro default__at_min(value, by) -%} arg_min_null({{ value }}, {{ by }}) {%- endmacro %}
{% macro spark__at_min(value, by) -%} min_by({{ value }}, {{ by }}) {%- endmacro %}

{% macro at_max(value, by) -%}
    {{ adapter.dispatch('at_max')(value, by) }}
{%- endmacro %}
{% macro default__at_max(value, by) -%} arg_max_null({{ value }}, {{ by }}) {%- endmacro %}
{% macro spark__at_max(value, by) -%} max_by({{ value }}, {{ by }}) {%- endmacro %}

{# Every column but these. Both know `except`, the linter only DuckDB's `exclude`. #}
{% macro all_but(columns) -%}
    {{ adapter.dispatch('all_but')(columns) }}
{%- endmacro %}
{% macro default__all_but(columns) -%} * exclude ({{ columns | join(', ') }}) {%- endmacro %}
{% macro spark__all_but(columns) -%} * except ({{ columns | join(', ') }}) {%- endmacro %}

{# Whole days from one date to another. #}
{% macro days_between(earlier, later) -%}
    {{ adapter.dispatch('days_between')(earlier, later) }}
{%- endmacro %}
{% macro default__days_between(earlier, later) -%}
    date_diff('day', {{ earlier }}, {{ later }})
{%- endmacro %}
{% macro spark__days_between(earlier, later) -%}
    cast(date_diff({{ later }}, {{ earlier }}) as bigint)
{%- endmacro %}

{# Values of a group joined to one text in an order. Spark says the order elsewhere. A `filter` clause
   may follow. #}
{% macro joined(value, separator, order_by) -%}
    {{ adapter.dispatch('joined')(value, separator, order_by) }}
{%- endmacro %}
{% macro default__joined(value, separator, order_by) -%}
    string_agg({{ value }}, '{{ separator }}' order by {{ order_by }})
{%- endmacro %}
{% macro spark__joined(value, separator, order_by) -%}
    listagg({{ value }}, '{{ separator }}') within group (order by {{ order_by }})
{%- endmacro %}

{# The same of distinct values in their own order. Spark 4.3 plans no two of its own in one query. #}
{% macro joined_once(value, separator) -%}
    {{ adapter.dispatch('joined_once')(value, separator) }}
{%- endmacro %}
{% macro default__joined_once(value, separator) -%}
    string_agg(distinct {{ value }}, '{{ separator }}' order by {{ value }})
{%- endmacro %}
{% macro spark__joined_once(value, separator) -%}
    case
        when count({{ value }}) > 0
            then array_join(array_sort(collect_set({{ value }})), '{{ separator }}')
    end
{%- endmacro %}

{# The values of a group as a list in an order; null where `where` leaves none. Spark collects without
   an order, leaves nulls out and makes an empty list of nothing. `value` is never null. #}
{% macro list_of(value, order_by, where=none) -%}
    {{ adapter.dispatch('list_of')(value, order_by, where) }}
{%- endmacro %}
{% macro default__list_of(value, order_by, where) -%}
    list({{ value }} order by {{ order_by }})
    {%- if where %} filter (where {{ where }}){% endif %}
{%- endmacro %}
{% macro spark__list_of(value, order_by, where) -%}
    nullif(
        transform(
            array_sort(
                collect_list(struct({{ order_by }} as place, {{ value }} as item))
                {{ 'filter (where ' ~ where ~ ')' if where }}
            ),
            placed -> placed.item
        ),
        array()
    )
{%- endmacro %}

{# The lists of a group as one list, sorted, each item once. #}
{% macro all_items(lists) -%}
    array_sort(array_distinct(flatten({{ adapter.dispatch('each_list')(lists) }})))
{%- endmacro %}
{% macro default__each_list(lists) -%} list({{ lists }}) {%- endmacro %}
{% macro spark__each_list(lists) -%} collect_list({{ lists }}) {%- endmacro %}

{# Beside each row, each item of its list, as `<table>.<column>`; stands last in a `from` clause. #}
{% macro with_items_of(list, table, column) -%}
    {{ adapter.dispatch('with_items_of')(list, table, column) }}
{%- endmacro %}
{% macro default__with_items_of(list, table, column) -%}
    cross join unnest({{ list }}) as {{ table }} ({{ column }})
{%- endmacro %}
{% macro spark__with_items_of(list, table, column) -%}
    lateral view explode({{ list }}) {{ table }} as {{ column }}
{%- endmacro %}

{# A list of these. #}
{% macro list_with(items) -%}
    {{ adapter.dispatch('list_with')(items) }}
{%- endmacro %}
{% macro default__list_with(items) -%} [{{ items | join(', ') }}] {%- endmacro %}
{% macro spark__list_with(items) -%} array({{ items | join(', ') }}) {%- endmacro %}

{# A function of one item of a list: Spark writes `item -> …`. #}
{% macro each(item, expression) -%}
    {{ adapter.dispatch('each')(item, expression) }}
{%- endmacro %}
{% macro default__each(item, expression) -%} lambda {{ item }}: {{ expression }} {%- endmacro %}
{% macro spark__each(item, expression) -%} {{ item }} -> {{ expression }} {%- endmacro %}

{# A list of what `each` makes of every item. #}
{% macro items_as(list, function) -%}
    {{ adapter.dispatch('items_as')(list, function) }}
{%- endmacro %}
{% macro default__items_as(list, function) -%} list_transform({{ list }}, {{ function }}) {%- endmacro %}
{% macro spark__items_as(list, function) -%} transform({{ list }}, {{ function }}) {%- endmacro %}

{# The first item of a list, or null. Spark counts from 0 and stops at an index out of range. #}
{% macro first_item(list) -%}
    {{ adapter.dispatch('first_item')(list) }}
{%- endmacro %}
{% macro default__first_item(list) -%} {{ list }}[1] {%- endmacro %}
{% macro spark__first_item(list) -%} get({{ list }}, 0) {%- endmacro %}

{# The items of a list of text as one text. #}
{% macro text_of(list, separator) -%}
    {{ adapter.dispatch('text_of')(list, separator) }}
{%- endmacro %}
{% macro default__text_of(list, separator) -%}
    array_to_string({{ list }}, {{ separator }})
{%- endmacro %}
{% macro spark__text_of(list, separator) -%} array_join({{ list }}, {{ separator }}) {%- endmacro %}

{# Two lists of text, item by item, as a list of (name, name_key). #}
{% macro names_with_keys(names, keys) -%}
    {{ adapter.dispatch('names_with_keys')(names, keys) }}
{%- endmacro %}
{% macro default__names_with_keys(names, keys) -%}
    list_transform(
        list_zip({{ names }}, {{ keys }}),
        lambda pair: struct_pack(name := pair[1], name_key := pair[2])
    )
{%- endmacro %}
{% macro spark__names_with_keys(names, keys) -%}
    zip_with({{ names }}, {{ keys }}, (name, key) -> struct(name as name, key as name_key))
{%- endmacro %}

{# Every place where a pattern matches, replaced. DuckDB does so only when told, and Spark writes a
   group as $1. #}
{% macro replaced(text, pattern, replacement) -%}
    {{ adapter.dispatch('replaced')(text, pattern, replacement) }}
{%- endmacro %}
{% macro default__replaced(text, pattern, replacement) -%}
    regexp_replace({{ text }}, '{{ pattern }}', '{{ replacement }}', 'g')
{%- endmacro %}
{% macro spark__replaced(text, pattern, replacement) -%}
    regexp_replace({{ text }}, '{{ pattern }}', '{{ replacement | replace('\\', '$') }}')
{%- endmacro %}

{# A JSON array of texts. Both write ["a",null]. #}
{% macro json_of_texts(texts) -%}
    {{ adapter.dispatch('json_of_texts')(texts) }}
{%- endmacro %}
{% macro default__json_of_texts(texts) -%}
    cast(to_json(list_value({{ texts | join(', ') }})) as string)
{%- endmacro %}
{% macro spark__json_of_texts(texts) -%} to_json(array({{ texts | join(', ') }})) {%- endmacro %}

{# The rows of a group as a JSON array of objects, in the order of their fields. `fields` maps a key to
   a column. Spark leaves a null out unless told. #}
{% macro json_of_rows(fields) -%}
    {{ adapter.dispatch('json_of_rows')(fields) }}
{%- endmacro %}
{% macro default__json_of_rows(fields) -%}
    cast(to_json(array_sort(list(struct_pack(
        {%- for key, column in fields.items() %}
        "{{ key }}" := {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    )))) as string)
{%- endmacro %}
{% macro spark__json_of_rows(fields) -%}
    to_json(
        array_sort(collect_list(struct(
            {%- for key, column in fields.items() %}
            {{ column }} as `{{ key }}`{{ ',' if not loop.last }}
            {%- endfor %}
        ))),
        map('ignoreNullFields', 'false')
    )
{%- endmacro %}

{# The given rows of a unit test; dbt calls this macro. On Spark as one list of values: where a model
   often reads dbt's own union of selects, Spark 4.3 cannot send the plan to its tasks (a
   ClassCastException, UnionExec). #}
{% macro get_fixture_sql(rows, column_name_to_data_types) -%}
    {{ adapter.dispatch('given_rows')(rows, column_name_to_data_types) }}
{%- endmacro %}
{% macro default__given_rows(rows, column_name_to_data_types) -%}
    {{ dbt.get_fixture_sql(rows, column_name_to_data_types) }}
{%- endmacro %}
{% macro spark__given_rows(rows, column_name_to_data_types) -%}
    {%- if not rows -%}
        {{ dbt.get_fixture_sql(rows, column_name_to_data_types) }}
    {%- else -%}
        {%- set types = {} -%}
        {%- for column in adapter.get_columns_in_relation(this) -%}
            {%- do types.update({column.name | lower: column.data_type}) -%}
        {%- endfor -%}
        select * from values
        {%- for row in rows %}
        {%- set given, values = format_row(row, types), [] -%}
        {%- for column, type in types.items() -%}
            {%- do values.append(given.get(column) or safe_cast('null', type) | trim) -%}
        {%- endfor %}
        ({{ values | join(', ') }}){{ ',' if not loop.last }}
        {%- endfor %}
        as given ({{ types | join(', ') }})
    {%- endif -%}
{%- endmacro %}
