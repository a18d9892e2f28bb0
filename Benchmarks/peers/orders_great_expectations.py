"""Great Expectations: an ephemeral context over a pandas data frame, one suite, basic results."""

import sys
import warnings

warnings.filterwarnings("ignore")

import great_expectations as gx
import great_expectations.expectations as expect
import pandas as pd

from words import COLUMNS, COUNTRIES, EMAIL, REQUIRED, ROWS, STATUS, TIMESTAMP, UUID, verdict

context = gx.get_context(mode="ephemeral")
context.variables.progress_bars = {"globally": False, "metric_calculations": False}
frame = pd.read_csv(sys.argv[1], keep_default_na=False, na_values=[""], low_memory=False)
batch = (
    context.data_sources.add_pandas("pandas").add_dataframe_asset("orders").add_batch_definition_whole_dataframe("all")
)
suite = gx.ExpectationSuite(
    "orders",
    expectations=[
        expect.ExpectTableRowCountToBeBetween(min_value=ROWS[0], max_value=ROWS[1]),
        expect.ExpectTableColumnsToMatchOrderedList(column_list=COLUMNS),
        *[expect.ExpectColumnValuesToNotBeNull(column=name) for name in REQUIRED],
        *[
            expect.ExpectColumnValuesToBeOfType(column=name, type_=kind)
            for name, kind in {"id": "int64", "quantity": "int64", "amount": "float64", "is_gift": "bool"}.items()
        ],
        expect.ExpectColumnValuesToBeUnique(column="id"),
        expect.ExpectColumnValuesToMatchRegex(column="uuid", regex=UUID),
        expect.ExpectColumnValuesToMatchRegex(column="email", regex=EMAIL),
        expect.ExpectColumnValuesToBeInSet(column="country", value_set=COUNTRIES),
        expect.ExpectColumnValuesToBeInSet(column="status", value_set=STATUS),
        expect.ExpectColumnValuesToBeBetween(column="amount", min_value=0, max_value=10_000),
        expect.ExpectColumnValuesToBeBetween(column="quantity", min_value=1, max_value=100),
        expect.ExpectColumnValueLengthsToBeBetween(column="comment", max_value=200),
        expect.ExpectColumnValuesToMatchStrftimeFormat(column="created_at", strftime_format=TIMESTAMP),
        expect.ExpectColumnValuesToMatchStrftimeFormat(column="ship_date", strftime_format="%Y-%m-%d"),
    ],
)
definition = gx.ValidationDefinition(name="orders", data=batch, suite=suite)
context.suites.add(suite)
context.validation_definitions.add(definition)
result = definition.run(batch_parameters={"dataframe": frame}, result_format="BASIC")
verdict(
    len(frame),
    {
        f"{one.expectation_config.type} {one.expectation_config.kwargs.get('column')}": not one.success
        for one in result.results
    },
)
